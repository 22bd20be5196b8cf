import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `sideEffect` returns. */
export interface SideEffectOperation<T> extends Operation<T> {
  readonly kind: 'sideEffect'
  readonly run: (now: Date) => T
}

/**
 * Runs a short synchronous function once and records its result in a marker. Replays return the recorded value and don't run the
 * function. Use it to read what differs between times or machines: configuration, an environment variable, a random value of a
 * library. If the function throws, the error is recorded and thrown likewise.
 *
 * The function gets the time at which the decision task was started, by SWF's clock. `now()` is earlier than that if no decider was
 * there when the event came after which the workflow goes on.
 *
 * The function may run again if the worker dies before the result is recorded. So it must not change anything: that is what
 * activities are for.
 *
 * @throws TypeError if it gets no function, or the function returns a promise
 * @example
 * ```ts
 * const batchSize = yield* sideEffect(() => Number(process.env['BATCH_SIZE'] ?? 10))
 * const minutesLate = yield* sideEffect(now => (now.getTime() - due.getTime()) / 60_000)
 * ```
 */
export function sideEffect<T>(
  run: (now: Date) => T extends PromiseLike<unknown> ? never : T,
): SideEffectOperation<T> {
  if (typeof run !== 'function') {
    throw new TypeError(
      'sideEffect(…) needs a function that returns the value: sideEffect(() => config.size)',
    )
  }
  return operation<T, { kind: 'sideEffect'; run: (now: Date) => T }>({ kind: 'sideEffect', run })
}

mark('call', sideEffect)
