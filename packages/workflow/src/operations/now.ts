import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'What time is it', as data; done at once. */
export interface NowOperation extends Operation<Date> {
  readonly kind: 'now'
}

/**
 * The time, as replays know it: that of the event after which the workflow goes on. It stands still until the next one,
 * and is the same in every replay, which the process's clock isn't.
 *
 * @example
 * ```ts
 * const due = new Date((yield* now()).getTime() + 3_600_000)
 * ```
 */
export function now(): NowOperation {
  return operation<Date, { kind: 'now' }>({ kind: 'now' })
}

mark('call', now)
