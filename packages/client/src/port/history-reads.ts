import { realTimers, type Timers } from './timers.ts'
import { WaitingTurns } from './waiting-turns.ts'

/** How urgent a read of a history is. A decision task that waits for it times out; a call of `result()` doesn't. */
export type ReadPriority = 'task' | 'result'

/**
 * Limits how often this process reads histories with GetWorkflowExecutionHistory. SWF allows 60 such requests a second for an account
 * and region (swf-semantics.md §9.2). All callers share them, so `result()` of thousands of executions leaves enough for workers.
 *
 * @example
 * ```ts
 * await swf.historyReads?.take(abortSignal)
 * const { events } = await swf.getWorkflowExecutionHistory({ domain, execution }, { abortSignal })
 * ```
 */
export interface HistoryReads {
  /**
   * Resolves when a read may be sent. Reads for decision tasks go first, but at least one read in ten is for `result()`. Within a
   * priority, the first to ask is the first to read.
   *
   * @param signal ends the wait: it then rejects with the signal's reason, and the read isn't counted
   * @param priority default `'task'`
   */
  take(signal?: AbortSignal, priority?: ReadPriority): Promise<void>
}

/** The reads that SWF allows an account and region in a second. */
const perSecond = 60

/** A token bucket for reads of histories, which holds the reads of one second. */
export class HistoryReadBudget implements HistoryReads {
  readonly #timers: Timers
  readonly #waiting = new WaitingTurns()
  #left = perSecond
  #at: number
  #refilling = false

  constructor(timers: Timers = realTimers) {
    this.#timers = timers
    this.#at = timers.now()
  }

  take(signal?: AbortSignal, priority: ReadPriority = 'task'): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    this.#refill()
    if (this.#left >= 1 && this.#waiting.isEmpty) {
      this.#left--
      this.#waiting.next()
      return Promise.resolve()
    }
    const turn = this.#waiting.wait(priority === 'task', signal)
    void this.#serve()
    return turn
  }

  #refill(): void {
    const now = this.#timers.now()
    // a clock that was set back refills nothing
    this.#left = Math.min(perSecond, this.#left + (Math.max(0, now - this.#at) * perSecond) / 1000)
    this.#at = now
  }

  /** Lets waiting reads go as the bucket is refilled. */
  async #serve(): Promise<void> {
    if (this.#refilling) return
    this.#refilling = true
    while (!this.#waiting.isEmpty) {
      this.#refill()
      if (this.#left < 1) {
        await this.#timers.sleep(Math.ceil(((1 - this.#left) * 1000) / perSecond))
        continue
      }
      this.#left--
      this.#waiting.next()
    }
    this.#refilling = false
  }
}

const budgets = new Map<string, HistoryReadBudget>()

/** The budget of this process for an endpoint. All ports to this endpoint share it. */
export function historyReadsOf(endpoint: string): HistoryReads {
  let budget = budgets.get(endpoint)
  if (budget === undefined) budgets.set(endpoint, (budget = new HistoryReadBudget()))
  return budget
}
