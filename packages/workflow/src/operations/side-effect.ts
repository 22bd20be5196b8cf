import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'Run this once and record what it gives', as data. */
export interface SideEffectOperation<T> extends Operation<T> {
  readonly kind: 'sideEffect'
  readonly run: () => T
}

/**
 * Runs a short synchronous function once and records what it gives in a marker; a replay gives the recorded value and
 * doesn't run it. For reading what differs from time to time or machine to machine: configuration, an environment
 * variable, a value that a library draws. It may run again if the decider dies before its answer is recorded, so it
 * should change nothing outside: that is what activities are for. What it throws is recorded and thrown likewise.
 *
 * @throws TypeError if it is given no function, or the function gives a promise
 * @example
 * ```ts
 * const batchSize = yield* sideEffect(() => Number(process.env['BATCH_SIZE'] ?? 10))
 * ```
 */
export function sideEffect<T>(run: () => T extends PromiseLike<unknown> ? never : T): SideEffectOperation<T> {
  if (typeof run !== 'function') {
    throw new TypeError('sideEffect(…) needs a function that gives the value: sideEffect(() => config.size)')
  }
  return operation<T, { kind: 'sideEffect'; run: () => T }>({ kind: 'sideEffect', run })
}

mark('call', sideEffect)
