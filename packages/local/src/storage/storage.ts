import type { Transaction } from '../machine/transaction.ts'

/** Where the log is kept. Synchronous: a group of transactions is durable when `append` returns. */
export interface Storage {
  /** The database file, or `:memory:`. */
  readonly name: string
  /** All transactions, in order of `seq`. */
  readAll(): Iterable<Transaction>
  /** Appends transactions, all of them or none. Throws when they can't be made durable. */
  append(transactions: readonly Transaction[]): void
  /** Removes transactions for ever, all of them or none; not the last one. Throws when that can't be made durable. */
  remove(seqs: readonly number[]): void
  /** Throws when what is appended is lost, since the log is no longer where it was opened. */
  check(): void
  close(): void
  /** Closes the log and leaves the files as they are, with all that they tell about damage. */
  release(): void
}
