import { realTimers, type Timers } from './timers.ts'

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

/** Of so many reads, one is for `result()` if any waits for it. */
const oneIn = 10

/** A read that waits to be sent. */
type Waiting = () => void

/** A token bucket for reads of histories, which holds the reads of one second. */
export class HistoryReadBudget implements HistoryReads {
  readonly #timers: Timers
  readonly #waiting: Readonly<Record<ReadPriority, Set<Waiting>>> = { task: new Set(), result: new Set() }
  #left = perSecond
  #at: number
  #count = 0
  #refilling = false

  constructor(timers: Timers = realTimers) {
    this.#timers = timers
    this.#at = timers.now()
  }

  take(signal?: AbortSignal, priority: ReadPriority = 'task'): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    this.#refill()
    if (this.#left >= 1 && this.#next() === undefined) {
      this.#left--
      this.#count++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting[priority]
      const gone = () => {
        waiting.delete(go)
        reject(signal!.reason as Error)
      }
      const go = () => {
        signal?.removeEventListener('abort', gone)
        resolve()
      }
      waiting.add(go)
      signal?.addEventListener('abort', gone, { once: true })
      void this.#serve()
    })
  }

  /** The queue whose turn it is; undefined if no read waits. */
  #next(): Set<Waiting> | undefined {
    const { task, result } = this.#waiting
    const isResultsTurn = (this.#count + 1) % oneIn === 0
    const [first, second] = isResultsTurn ? [result, task] : [task, result]
    return first.size > 0 ? first : second.size > 0 ? second : undefined
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
    for (let queue = this.#next(); queue !== undefined; queue = this.#next()) {
      this.#refill()
      if (this.#left < 1) {
        await this.#timers.sleep(Math.ceil(((1 - this.#left) * 1000) / perSecond))
        continue
      }
      const [go] = queue
      queue.delete(go!)
      this.#left--
      this.#count++
      go!()
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
