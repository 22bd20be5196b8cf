import { parseExecutionKey } from '../machine/keys.ts'
import type { Transaction } from '../machine/transaction.ts'

const closeEvents: ReadonlySet<string> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionContinuedAsNew',
])

interface Waiter {
  resolve(): void
  reject(error: unknown): void
}

/** The calls that wait for an execution to close, by run id. */
export class CloseWaiters {
  readonly #waiting = new Map<string, Set<Waiter>>()

  /** Resolves when the close of the run is durable. Rejects with the reason of the signal when that is aborted. */
  wait(runId: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener('abort', gone)
        const set = this.#waiting.get(runId)
        set?.delete(waiting)
        if (set?.size === 0) this.#waiting.delete(runId)
      }
      const waiting: Waiter = {
        resolve() {
          leave()
          resolve()
        },
        reject(error) {
          leave()
          reject(error)
        },
      }
      const gone = () => waiting.reject(signal!.reason)
      if (signal?.aborted) return gone()
      const set = this.#waiting.get(runId) ?? new Set()
      this.#waiting.set(runId, set.add(waiting))
      signal?.addEventListener('abort', gone, { once: true })
    })
  }

  /** Must be called with each durable transaction. */
  committed({ key, events }: Transaction): void {
    const last = events?.at(-1)
    if (last === undefined || !closeEvents.has(last.eventType)) return
    const { runId } = parseExecutionKey(key)
    for (const one of this.#waiting.get(runId) ?? []) one.resolve()
  }

  /** Rejects all waiting calls: no further closes can be committed. */
  rejectAll(error: unknown): void {
    for (const set of this.#waiting.values()) for (const one of set) one.reject(error)
  }
}
