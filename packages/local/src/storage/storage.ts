import type { Transaction } from '../transaction.ts'

/** Where the log is kept. Synchronous: a group of transactions is durable when `append` returns. */
export interface Storage {
  /** All transactions, in order of `seq`. */
  readAll(): Iterable<Transaction>
  /** Appends transactions, all of them or none. Throws when they can't be made durable. */
  append(transactions: readonly Transaction[]): void
  close(): void
}
