import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import type { CoroutineLocation } from '../program/trace.ts'
import type { ReplayOptions } from '../options.ts'
import { locations } from '../replay.ts'
import { tools } from './tools.ts'
import { variablesOf } from './variables.ts'

/** Where one branch of a workflow waits. */
export interface BranchLocation {
  /** The branch's place; `''` for the workflow itself. */
  readonly branch: string
  /** What it waits for, in words: `activity 'charge'`, `all(…)`. */
  readonly operation: string
  /** The operation's id in the history, for what has one. */
  readonly id: string | undefined
  /** The event that led here. */
  readonly since: { readonly eventId: number; readonly at: Date } | undefined
  /** Source lines from the innermost helper outwards: `order (/app/workflows.ts:9:18)`. */
  readonly lines: readonly string[]
  /** The local variables of the branch's own generator, if asked for. */
  readonly variables?: Readonly<Record<string, string>>
}

/**
 * Returns where a workflow waits, computed from its history alone: for every waiting branch the source lines (including helpers), what
 * it waits for, and since when. It makes a replay for this and returns no decisions.
 *
 * @throws as the replay of that history does
 * @example
 * ```ts
 * for (const one of await branchLocations(order, events, { execution, serializer: superjson })) console.log(whereText(one))
 * ```
 */
export async function branchLocations(
  definition: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions & {
    /** Local variables too, by V8's debugger. Default false. */
    readonly variables?: boolean
  },
): Promise<BranchLocation[]> {
  const { variables = false, ...replayOptions } = options
  const branches = await locations(definition, events, { ...replayOptions, guards: 'off', trace: tools })
  return branches.map(branch => shown(branch, variables))
}

const shown = ({ generator, frames, ...branch }: CoroutineLocation, variables: boolean): BranchLocation => ({
  ...branch,
  lines: frames,
  ...(variables && generator !== undefined ? { variables: variablesOf(generator) } : {}),
})

/**
 * One branch in a few lines, for people.
 *
 * @example
 * ```ts
 * console.log(whereText(branch))
 * // workflow waits for activity 'charge' (id '1') since event 3, 2026-01-01T00:00:00.000Z
 * //   at order (/app/workflows.ts:9:18)
 * ```
 */
export function whereText({ branch, operation, id, since, lines, variables }: BranchLocation): string {
  const who = branch === '' ? 'workflow' : `branch ${branch}`
  const which = id === undefined ? '' : ` (id '${id}')`
  const when = since === undefined ? '' : ` since event ${since.eventId}, ${since.at.toISOString()}`
  return [
    `${who} waits for ${operation}${which}${when}`,
    ...lines.map(line => `  at ${line}`),
    ...Object.entries(variables ?? {}).map(([name, value]) => `  ${name} = ${value}`),
  ].join('\n')
}
