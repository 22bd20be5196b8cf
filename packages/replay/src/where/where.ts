import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import type { CoroutineLocation, StepLines } from '../program/trace.ts'
import { endOfMoment } from './moment.ts'
import type { ReplayOptions } from '../options.ts'
import { programState } from '../replay.ts'
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
  const { branches } = await locationsAt(definition, events, options)
  return branches
}

/** A program after a certain event. */
export interface LocationsAt {
  readonly branches: BranchLocation[]
  /**
   * Source lines by the event that records an operation or a marker, or that brought a signal that the program has received. `id`: the
   * operation's id, the signal's name or the marker's name.
   */
  readonly steps: ReadonlyMap<number, StepLines>
  /** The same for operations that the program has asked for and that no event records yet. */
  readonly unrecorded: readonly StepLines[]
  /** Signals that the program hasn't received, by name. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
}

/**
 * Returns what a program does after the event `at` (default: the last one). Every event up to `at` has been delivered, also those that
 * no decider has seen yet: the program shows what a decider would do with them now, except that side effects wait. From the
 * DecisionTaskStarted of a completed decision task on, the markers that it recorded later count, so the program is shown as its
 * decider left it.
 *
 * @throws as the replay of that history does
 * @example
 * ```ts
 * const { branches, steps } = await locationsAt(order, events, { execution, serializer: superjson, at: 12 })
 * ```
 */
export async function locationsAt(
  definition: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions & { readonly variables?: boolean; readonly at?: number },
): Promise<LocationsAt> {
  const { variables = false, at = Infinity, ...replayOptions } = options
  const known = at === Infinity ? events : events.slice(0, endOfMoment(events, at))
  const state = await programState(
    definition,
    known,
    { ...replayOptions, guards: 'off', log: () => undefined, trace: tools },
    at,
  )
  return { ...state, branches: state.branches.map(branch => shown(branch, variables)) }
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
