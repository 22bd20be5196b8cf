import type { Storage } from '../src/storage/storage.ts'
import type { Transaction } from '../src/machine/transaction.ts'

/** A log in memory that can be read again, like one in a file. */
export function keptStorage(): Storage {
  const log = new Map<number, string>()
  return {
    *readAll() {
      for (const line of log.values()) yield JSON.parse(line) as Transaction
    },
    append(transactions) {
      for (const transaction of transactions) log.set(transaction.seq, JSON.stringify(transaction))
    },
    remove(seqs) {
      for (const seq of seqs) log.delete(seq)
    },
    name: ':memory:',
    check() {},
    close() {},
    release() {},
  }
}
