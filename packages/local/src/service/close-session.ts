import type { WireEvent } from '../machine/transaction.ts'
import type { SwfError } from '../model/swf-error.ts'
import type { CloseWaiter, CloseWaiters } from './close-waiters.ts'

/** How a wait ended: the run has closed, or SWF has refused the wait. */
export type WaitOutcome = { readonly event: WireEvent } | { readonly error: SwfError }

/** The largest number of outcomes in a response. The others are in the next one. */
export const maxOutcomes = 200

/** A request that waits for outcomes. */
export class Hold {
  /** Resolves when `end` is called. */
  readonly ended: Promise<void>
  #end: () => void = () => undefined

  constructor() {
    this.ended = new Promise(resolve => (this.#end = resolve))
  }

  end(): void {
    this.#end()
  }
}

/** The runs that one client waits for, by the ids that it has chosen for its waits. */
export class CloseSession {
  readonly #waiters: CloseWaiters
  readonly #waiting = new Map<number, { readonly runId: string; readonly waiter: CloseWaiter }>()
  /** The outcomes that the client hasn't acknowledged yet, in the order in which they happened. */
  readonly #outcomes = new Map<number, WaitOutcome>()
  #hold: Hold | undefined
  #ending = false

  constructor(waiters: CloseWaiters) {
    this.#waiters = waiters
  }

  /** The number of waits and outcomes that are kept. */
  get size(): number {
    return this.#waiting.size + this.#outcomes.size
  }

  /** Whether a request waits for outcomes now. */
  get isHeld(): boolean {
    return this.#hold !== undefined
  }

  has(id: number): boolean {
    return this.#waiting.has(id) || this.#outcomes.has(id)
  }

  /** Begins a wait, and returns the waiter that must be added to the close waiters. */
  begin(id: number, runId: string): CloseWaiter {
    const waiter: CloseWaiter = {
      closed: event => this.settle(id, { event }),
      failed: () => undefined, // requests fail then
    }
    this.#waiting.set(id, { runId, waiter })
    return waiter
  }

  /** Keeps the outcome of a wait, unless the client has removed the wait. */
  settle(id: number, outcome: WaitOutcome): void {
    if (!this.#waiting.delete(id)) return
    this.#outcomes.set(id, outcome)
    if (this.#hold === undefined || this.#ending) return
    // runs that close in the same commit are in the same response
    this.#ending = true
    queueMicrotask(() => {
      this.#ending = false
      this.#hold?.end()
    })
  }

  /** Ends a wait, or forgets its outcome because the client has received it. */
  remove(id: number): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    this.#outcomes.delete(id)
    if (waiting !== undefined) this.#waiters.remove(waiting.runId, waiting.waiter)
  }

  /** Ends all waits and the request that waits for them. */
  close(): void {
    for (const id of this.#waiting.keys()) this.remove(id)
    this.#outcomes.clear()
    this.#hold?.end()
  }

  /** Makes a request the one that gets the outcomes. The request before it ends and gets none. */
  hold(): Hold {
    this.#hold?.end()
    return (this.#hold = new Hold())
  }

  /** Ends a request, and returns its outcomes: the oldest ones that aren't acknowledged. */
  release(hold: Hold): (readonly [id: number, outcome: WaitOutcome])[] {
    if (this.#hold !== hold) return []
    this.#hold = undefined
    return this.#oldest(maxOutcomes)
  }

  /** Whether there are outcomes. */
  get hasOutcomes(): boolean {
    return this.#outcomes.size > 0
  }

  #oldest(count: number): [number, WaitOutcome][] {
    const found: [number, WaitOutcome][] = []
    for (const entry of this.#outcomes) {
      if (found.length === count) break
      found.push(entry)
    }
    return found
  }
}
