import type { Transaction } from '../transaction.ts'
import type { Storage } from './storage.ts'

/** A log that is gone with the process. */
export function memoryStorage(): Storage {
  const log = new Map<number, string>()
  return {
    name: ':memory:',
    *readAll() {
      for (const line of log.values()) yield JSON.parse(line) as Transaction
    },
    append(transactions) {
      for (const transaction of transactions) log.set(transaction.seq, JSON.stringify(transaction))
    },
    remove(seqs) {
      for (const seq of seqs) log.delete(seq)
    },
    check() {},
    close() {},
    release() {},
  }
}
