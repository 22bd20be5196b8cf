import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `random` and `uuid` return. It doesn't wait. */
export interface RandomOperation<T> extends Operation<T> {
  readonly kind: 'random' | 'uuid'
}

/**
 * Returns a random number, at least 0 and less than 1. It's different in every run and the same in every replay of a run, because
 * it's computed from the run id and the position of the call. Don't use it for secrets.
 *
 * @example
 * ```ts
 * if ((yield* random()) < 0.01) yield* askForFeedback(order)
 * ```
 */
export function random(): RandomOperation<number> {
  return operation<number, { kind: 'random' }>({ kind: 'random' })
}

/**
 * Returns a UUID in the format of version 4. It's different in every run and the same in every replay of a run. Use it as the id of
 * what the workflow creates in other systems, so that a retry finds what the first attempt created. Don't use it for secrets.
 *
 * @example
 * ```ts
 * const paymentId = yield* uuid()
 * yield* charge({ paymentId, amount })
 * ```
 */
export function uuid(): RandomOperation<string> {
  return operation<string, { kind: 'uuid' }>({ kind: 'uuid' })
}

mark('call', random, uuid)
