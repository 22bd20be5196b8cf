import type { Transaction } from '../machine/transaction.ts'

/** Stores the log. It's synchronous: transactions are durable when `append` returns. */
export interface Storage {
  /** The database file, or `:memory:`. */
  readonly name: string
  /** All transactions, in order of `seq`. */
  readAll(): Iterable<Transaction>
  /** Appends all transactions or none. Throws if they can't be made durable. */
  append(transactions: readonly Transaction[]): void
  /** Removes all these transactions or none. The last one in the log can't be removed. Throws if that can't be made durable. */
  remove(seqs: readonly number[]): void
  /** Throws if the log was moved, so that further transactions would be lost. */
  check(): void
  close(): void
  /** Closes the log and leaves the files unchanged, so that damage can be examined. */
  release(): void
}
