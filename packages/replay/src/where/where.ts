import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import type { CoroutineLocation, StepLines } from '../program/trace.ts'
import { endOfMoment } from './moment.ts'
import type { ReplayOptions } from '../options.ts'
import { programWalk, type ProgramWalk } from '../replay.ts'
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
  return await locationsWalk(definition, replayOptions).at(events, { at, variables })
}

/** Shows a program at moments of a history. */
export interface LocationsWalk {
  /** The event of the last moment, 0 before the first one. */
  readonly eventId: number
  /** As `locationsAt`. The events are those of the call before, and perhaps more. */
  at(
    events: readonly HistoryEvent[],
    options: { readonly at: number; readonly variables: boolean },
  ): Promise<LocationsAt>
}

/**
 * Shows a program at one moment after another. A later moment goes on from where the program is, so it takes time in proportion to the events
 * in between. An earlier one begins anew, and so does a later one if the program was shown with something that its decider may have
 * decided otherwise (side effects, patches).
 *
 * @example
 * ```ts
 * const walk = locationsWalk(order, { execution, serializer: superjson })
 * for (const { eventId } of events) console.log(eventId, (await walk.at(events, { at: eventId, variables: false })).branches)
 * ```
 */
export function locationsWalk(definition: AnyWorkflow, options: ReplayOptions): LocationsWalk {
  const traced: ReplayOptions = { ...options, guards: 'off', log: () => undefined, trace: tools }
  let walk: ProgramWalk | undefined
  let last = 0
  /** The last event that was fed, by which another history is recognized. */
  let fed: HistoryEvent | undefined
  const stateAt = async (from: ProgramWalk, known: readonly HistoryEvent[], at: number) => {
    await from.feed(known.slice(from.lastEventId))
    fed = known.at(-1)
    return await from.stateAt(at)
  }
  const goesOn = (known: readonly HistoryEvent[], at: number) =>
    walk !== undefined && !walk.hasGuessed && at >= last && known[walk.lastEventId - 1] === fed
  return {
    get eventId() {
      return last
    },
    async at(events, { at, variables }) {
      const known = at === Infinity ? events : events.slice(0, endOfMoment(events, at))
      let state = goesOn(known, at) ? await stateAt(walk!, known, at).catch(() => undefined) : undefined
      if (state === undefined) {
        walk = programWalk(definition, traced)
        last = 0
        state = await stateAt(walk, known, at)
      }
      last = at
      return { ...state, branches: state.branches.map(branch => shown(branch, variables)) }
    },
  }
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
