import {
  isOutage,
  swfMethods,
  type CallOptions,
  type Swf,
  type Timers,
  type TryListener,
} from '@reyield/client'
import { messageOf } from '@reyield/workflow/internal'

/**
 * How many tries in a row must fail, without a response to any other, to be an outage. A single one often succeeds when repeated.
 */
const enough = 2

/** The receiver of reports of an outage. */
export interface OutageReport {
  begins(error: unknown, message: string): void
  ends(message: string, milliseconds: number): void
}

/** Calls that fail together: those for one kind of task, or those at the start of a worker. */
type Group = 'decision' | 'activity' | 'other'

const groupOf = (method: string): Group =>
  method.includes('DecisionTask') ? 'decision' : method.includes('ActivityTask') ? 'activity' : 'other'

/**
 * The port of a worker, which reports an outage of SWF once when it's noticed and once when SWF responds again. Tries that `retrying`
 * repeats count as well. Both loops of a worker share it. If SWF responds to calls of one loop only, the outage isn't over: otherwise
 * every response would cause a report.
 */
export function watchingOutages(swf: Swf, timers: Timers, report: OutageReport): Swf {
  const failures: Record<Group, number> = { decision: 0, activity: 0, other: 0 }
  const isNoticed = () => Object.values(failures).some(count => count >= enough)
  let since = 0

  const failed = (group: Group, error: unknown) => {
    const wasNoticed = isNoticed()
    if (Object.values(failures).every(count => count === 0)) since = timers.now()
    failures[group]++
    if (wasNoticed || !isNoticed()) return
    report.begins(error, `SWF can't be reached, and the worker retries until it can: ${messageOf(error)}`)
  }
  /** `begun`: when the call was sent. SWF holds a poll for up to a minute, so it was reachable since then. */
  const answered = (group: Group, begun: number) => {
    const wasNoticed = isNoticed()
    failures[group] = 0
    if (!wasNoticed || isNoticed()) return
    const milliseconds = (begun > since ? begun : timers.now()) - since
    report.ends(`SWF responds again after ${inWords(milliseconds)}`, milliseconds)
  }

  /** The tries of one call. */
  class Tries implements TryListener {
    readonly #group: Group
    begun = timers.now()

    constructor(group: Group) {
      this.#group = group
    }

    started(): void {
      this.begun = timers.now()
    }

    failed(error: Error): void {
      if (isOutage(error)) failed(this.#group, error)
      else answered(this.#group, this.begun)
    }
  }

  const watched = (method: (typeof swfMethods)[number]) => {
    const group = groupOf(method)
    return async (input: never, options: CallOptions = {}) => {
      const tries = new Tries(group)
      try {
        const call = swf[method] as (input: never, options: CallOptions) => Promise<unknown>
        const output = await call(input, { ...options, tries })
        answered(group, tries.begun)
        return output
      } catch (error) {
        const givenUp = options.abortSignal?.aborted === true || options.retrySignal?.aborted === true
        if (isOutage(error)) {
          if (!givenUp) failed(group, error)
        } else if (!givenUp) answered(group, tries.begun)
        throw error
      }
    }
  }

  return {
    ...swf,
    ...(Object.fromEntries(swfMethods.map(method => [method, watched(method)])) as unknown as Swf),
  }
}

/** `850 ms`, `42 s`, `3 min`, `2.5 h`. */
function inWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}
