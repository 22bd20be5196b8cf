import type { Transaction } from '../machine/transaction.ts'
import { damagedRow } from './damage.ts'
import type { Storage } from './storage.ts'

/**
 * Applies a whole log, and returns its last transaction. A row that can't be applied counts as damaged, even if its checksum
 * matches.
 *
 * @throws LocalSwfError DB_DAMAGED
 */
export function replay(
  storage: Pick<Storage, 'name' | 'readAll'>,
  apply: (transaction: Transaction) => void,
): Transaction | undefined {
  let before: Transaction | undefined
  for (const transaction of storage.readAll()) {
    try {
      apply(transaction)
    } catch (cause) {
      const { seq, key } = transaction
      throw damagedRow(storage.name, { seq, key, problem: notApplicable(cause), before, cause })
    }
    before = transaction
  }
  return before
}

/** Describes a row that can't be applied. */
export const notApplicable = (cause: unknown): string =>
  `it can't be applied after the previous rows: ${(cause as Error).message}`
