import { parseExecutionKey } from '../machine/keys.ts'
import type { Transaction, WireEvent } from '../machine/transaction.ts'

const closingTypes: ReadonlySet<string> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionContinuedAsNew',
])

/** Whether an event closes its run. It's then the last event of the run. */
export const isClosing = ({ eventType }: WireEvent): boolean => closingTypes.has(eventType)

/** Waits for a run to close. */
export interface CloseWaiter {
  /** Called once, when the event that closes the run is durable. */
  closed(event: WireEvent): void
  /** Called instead if no further close can be committed. */
  failed(error: unknown): void
}

/** Those who wait for an execution to close, by run id. */
export class CloseWaiters {
  readonly #waiting = new Map<string, Set<CloseWaiter>>()

  add(runId: string, waiter: CloseWaiter): void {
    const set = this.#waiting.get(runId)
    if (set === undefined) this.#waiting.set(runId, new Set([waiter]))
    else set.add(waiter)
  }

  /** Returns whether the waiter was still waiting. */
  remove(runId: string, waiter: CloseWaiter): boolean {
    const set = this.#waiting.get(runId)
    if (set?.delete(waiter) !== true) return false
    if (set.size === 0) this.#waiting.delete(runId)
    return true
  }

  /** Must be called with each durable transaction. */
  committed({ key, events }: Transaction): void {
    const last = events?.at(-1)
    if (this.#waiting.size === 0 || last === undefined || !isClosing(last)) return
    const { runId } = parseExecutionKey(key)
    const set = this.#waiting.get(runId)
    this.#waiting.delete(runId)
    for (const waiter of set ?? []) waiter.closed(last)
  }

  /** No further closes can be committed. */
  failAll(error: unknown): void {
    const sets = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const set of sets) for (const waiter of set) waiter.failed(error)
  }
}
