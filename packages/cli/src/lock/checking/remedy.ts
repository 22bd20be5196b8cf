/** Errors that a patch or a new version mends. After others, the code itself has to be mended: their messages say how. */
const ofChanges = new Set<string | undefined>(['NON_DETERMINISM'])

/** What to do about a history that doesn't fit, in lines. */
export function remedyOf(workflow: string, code: string | undefined): string[] {
  return [
    ...(ofChanges.has(code)
      ? [
          "Open executions can go on if the change is behind patched('ID'): if (yield* patched('ID')) new steps, else the old ones.",
          `Or leave ${workflow} as it is, and give the changed workflow a new version beside it.`,
        ]
      : ['Open executions would be held until code is deployed that can go on with them.']),
    acceptanceOf(workflow),
  ]
}

/** How to state that the difference doesn't matter. */
export const acceptanceOf = (workflow: string): string =>
  `If no execution of these builds is open: reyield check --accept ${workflow} "none open"`
