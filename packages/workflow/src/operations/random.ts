import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'A random number', or 'a random UUID', as data; done at once. */
export interface RandomOperation<T> extends Operation<T> {
  readonly kind: 'random' | 'uuid'
}

/**
 * A number from 0 (included) to 1 that differs from run to run and is the same in every replay of one: it follows from the
 * run id and the place of the call. Not for secrets.
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
 * A UUID (version 4 by its form) that differs from run to run and is the same in every replay of one. For ids of what the
 * workflow makes elsewhere, so that a second try finds what the first one made. Not for secrets.
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
