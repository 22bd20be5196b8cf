/** What to do about histories that fail with an error, in lines. */
export function remedyOf(workflow: string, code: string | undefined): string[] {
  const known = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined
  return [...(known?.(workflow) ?? byMessage), acceptanceOf(workflow)]
}

/** How to state that the difference doesn't matter. */
export const acceptanceOf = (workflow: string): string =>
  `If no execution of these builds is open: reyield check --accept ${workflow} "none open"`

/** The messages of most errors say how to mend the code. */
const byMessage = ['Open executions would be held until code is deployed that can go on with them.']

const byCode: Readonly<Record<string, (workflow: string) => readonly string[]>> = {
  NON_DETERMINISM: workflow => [
    "Open executions can go on if the change is behind patched('ID'): if (yield* patched('ID')) new steps, else the old ones.",
    `Or leave ${workflow} as it is, and give the changed workflow a new version beside it.`,
  ],
  REPLAY_HOST_TIMED_OUT: () => [
    'If the replay only needs more time, set replayTimeout in the configuration.',
  ],
  PAYLOAD_UNREADABLE: () => [
    'Open executions have values that the present serializer or pipeline does not read. Keep the one before, or give the workflow a new version.',
  ],
}
