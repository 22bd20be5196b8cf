import type { Draft, Transaction } from './transaction.ts'

/** Where a poll waits: one list of one kind in one domain. */
export interface PollKey {
  readonly kind: 'decision' | 'activity'
  readonly domain: string
  readonly taskList: string
}

/** The answer to one request: a response and, if something is to be recorded, its transaction; or 'no task yet'. */
export type Outcome =
  | { readonly response: unknown; readonly record?: Draft }
  | { readonly wait: PollKey; readonly empty: unknown }

/**
 * The whole of Amazon SWF as a value: requests and deadlines in, transactions and responses out. No I/O, no clock:
 * `now` (epoch milliseconds, never going back) is an argument. `handle`, `due` and `followUp` read the state and change
 * nothing; `apply` is the only way that state changes.
 */
export interface Machine {
  /** Answers one request. Throws a `Fault` for what SWF refuses. `input` is the parsed JSON body, anything at all. */
  handle(action: string, input: unknown, now: number): Outcome
  /** Puts a transaction of the log into the state. */
  apply(transaction: Transaction): void
  /** The poll keys that got a task to hand out since this was last called. */
  ready(): PollKey[]
  /** Epoch milliseconds of the next deadline (timer, timeout), if there is any. */
  nextDeadline(): number | undefined
  /** The transaction of the earliest deadline that has passed at `now`; to be applied before the next is asked for. */
  due(now: number): Draft | undefined
  /** What the service does by itself in a transaction of its own after another one (an unstarted activity that was cancelled). */
  followUp(now: number): Draft | undefined
}
