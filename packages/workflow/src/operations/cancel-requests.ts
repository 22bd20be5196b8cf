import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that reads the number of cancel requests. It doesn't wait. */
export interface CancelRequestsOperation extends Operation<number> {
  readonly kind: 'cancelRequested'
}

/**
 * Returns how often the execution was asked to cancel itself so far. CanceledError is thrown for the first request only; this
 * counts all of them, for a workflow that has caught the error and goes on.
 *
 * @example
 * ```ts
 * for (const item of items) {
 *   if ((yield* cancelRequests()) > 0) break // finish what has begun, begin nothing new
 *   yield* pack(item)
 * }
 * ```
 */
export function cancelRequests(): CancelRequestsOperation {
  return operation<number, { kind: 'cancelRequested' }>({ kind: 'cancelRequested' })
}

mark('call', cancelRequests)
