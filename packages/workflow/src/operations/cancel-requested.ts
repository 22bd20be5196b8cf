import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'Was I asked to cancel myself', as data; done at once. */
export interface CancelRequestedOperation extends Operation<number> {
  readonly kind: 'cancelRequested'
}

/**
 * How often the execution was asked to cancel itself so far. CanceledError is thrown for the first request only; this
 * tells of all of them, also to a workflow that has caught it and went on.
 *
 * @example
 * ```ts
 * for (const item of items) {
 *   if ((yield* cancelRequested()) > 0) break // what is begun is finished, nothing new is begun
 *   yield* pack(item)
 * }
 * ```
 */
export function cancelRequested(): CancelRequestedOperation {
  return operation<number, { kind: 'cancelRequested' }>({ kind: 'cancelRequested' })
}

mark('call', cancelRequested)
