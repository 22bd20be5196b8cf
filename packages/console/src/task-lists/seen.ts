import type { HistoryEvent } from '@aws-sdk/client-swf'
import { buildIdOf } from '@reyield/data/internal'
import type { TaskListRow } from '../api/index.ts'

/** How many waits, types and identities of a list are kept: the newest. */
const mostWaits = 500
const mostTypes = 50
const mostIdentities = 50
/** Of how many runs it's kept which events were taken. */
const mostRuns = 50_000

interface Seen {
  readonly waits: number[]
  readonly types: Set<string>
  readonly identities: Map<string, Date>
}

/** What events say about task lists: how long tasks waited, which types they had, who started them. */
export class SeenTaskLists {
  readonly #lists = new Map<string, Seen>()
  /** The newest event of each run that was taken. */
  readonly #taken = new Map<string, number>()

  /** Task lists that have been seen. */
  get names(): readonly string[] {
    return [...this.#lists.keys()]
  }

  /** Takes events of a run in the order of their ids, each once. `type`: that of the execution. */
  take(
    runId: string,
    events: readonly HistoryEvent[],
    type?: { readonly name: string; readonly version: string },
  ): void {
    const last = this.#taken.get(runId) ?? 0
    const newest = events.at(-1)?.eventId ?? 0
    if (newest <= last) return
    this.#taken.delete(runId)
    this.#taken.set(runId, newest)
    if (this.#taken.size > mostRuns) this.#taken.delete(this.#taken.keys().next().value!)
    const scheduled = new Map<number, { readonly list: string; readonly at: Date }>()
    for (const event of events) {
      const { eventId = 0, eventTimestamp: at = new Date(0) } = event
      const decision = event.decisionTaskScheduledEventAttributes
      const activity = event.activityTaskScheduledEventAttributes
      const name = commonName((decision ?? activity)?.taskList?.name)
      if (name !== undefined) {
        scheduled.set(eventId, { list: name, at })
        const of = activity === undefined ? type : activity.activityType
        if (of?.name !== undefined) add(this.#list(name).types, `${of.name}@${of.version}`, mostTypes)
        continue
      }
      const started = event.decisionTaskStartedEventAttributes ?? event.activityTaskStartedEventAttributes
      const task = started && scheduled.get(started.scheduledEventId!)
      if (task === undefined || eventId <= last) continue
      const { waits, identities } = this.#list(task.list)
      waits.push(Math.max(0, at.getTime() - task.at.getTime()))
      if (waits.length > mostWaits) waits.shift()
      const { identity } = started!
      if (identity !== undefined) {
        identities.delete(identity)
        identities.set(identity, at)
        if (identities.size > mostIdentities) identities.delete(identities.keys().next().value!)
      }
    }
  }

  /** What was seen of a list. */
  row(name: string): Pick<TaskListRow, 'wait' | 'types' | 'identities'> {
    const { waits, types, identities } = this.#lists.get(name) ?? {
      waits: [],
      types: [],
      identities: new Map<string, Date>(),
    }
    return {
      ...(waits.length === 0
        ? {}
        : { wait: { p50: rank(waits, 0.5), p95: rank(waits, 0.95), count: waits.length } }),
      types: [...types].sort(),
      identities: [...identities].reverse().map(([identity, seen]) => {
        const build = buildIdOf(identity)
        return { identity, ...(build === undefined ? {} : { build }), seen: seen.toISOString() }
      }),
    }
  }

  #list(name: string): Seen {
    const known = this.#lists.get(name) ?? { waits: [], types: new Set(), identities: new Map() }
    this.#lists.set(name, known)
    return known
  }
}

function add(set: Set<string>, value: string, most: number): void {
  if (set.size < most) set.add(value)
}

/** The smallest number that is not less than a share of them (nearest rank). */
const rank = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)]!

/** A worker with a cache has a task list of its own, named after the common one: `orders~host-12-…`. It counts as that. */
const commonName = (name: string | undefined): string | undefined =>
  name?.replace(/~[\w.-]+-[0-9a-f]{8}-[0-9a-f]{4}$/, '')
