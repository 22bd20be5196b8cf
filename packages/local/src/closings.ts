import { parseExecutionKey } from './execution.ts'
import type { Transaction } from './transaction.ts'

const closings: ReadonlySet<string> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionContinuedAsNew',
])

/** Those who wait for an execution to close, by run id. */
export class Closings {
  readonly #waiting = new Map<string, Set<() => void>>()

  /** Resolves when the run's closing is durable; rejects with the signal's reason. */
  wait(runId: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const set = this.#waiting.get(runId) ?? new Set()
      this.#waiting.set(runId, set)
      const closed = () => {
        signal?.removeEventListener('abort', gone)
        resolve()
      }
      const gone = () => {
        set.delete(closed)
        if (set.size === 0) this.#waiting.delete(runId)
        reject(signal!.reason)
      }
      if (signal?.aborted) return gone()
      set.add(closed)
      signal?.addEventListener('abort', gone, { once: true })
    })
  }

  /** Looks at a durable transaction. */
  committed({ key, events }: Transaction): void {
    const last = events?.at(-1)
    if (last === undefined || !closings.has(last.eventType)) return
    const { runId } = parseExecutionKey(key)
    for (const closed of this.#waiting.get(runId) ?? []) closed()
    this.#waiting.delete(runId)
  }
}
