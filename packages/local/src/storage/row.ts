import { crc32 } from 'node:zlib'
import type { Transaction } from '../machine/transaction.ts'

/** A transaction, as a row of the table `log`. */
export interface Row {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly key: string
  /** `{ events, data }` as JSON. */
  readonly body: string
  /** The CRC-32 of all other columns. */
  readonly sum: number
}

/** A range of transaction numbers that compaction has removed from the log, both ends included. */
export interface Removed {
  readonly first: number
  readonly last: number
  readonly sum: number
}

/** The columns of the table `log`, in the order in which they are inserted. */
export const columns = ['seq', 'at', 'kind', 'key', 'body', 'sum'] as const

/** The tables of format 2, as they follow `CREATE TABLE`. A file with another schema text is damaged. */
export const tables = [
  `log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, sum INTEGER NOT NULL)`,
  `removed (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, sum INTEGER NOT NULL)`,
] as const

/** The checksum of a row. The lengths are included, so that different rows never have the same text. */
const sumOf = ({ seq, at, kind, key, body }: Omit<Row, 'sum'>): number =>
  crc32(body, crc32(`${seq},${at},${kind.length},${key.length},${kind}${key}`))

export const sumOfRemoved = (first: number, last: number): number => crc32(`removed ${first},${last}`)

/** The values of all rows in one array, row after row, in the order of the columns. */
export function valuesOf(transactions: readonly Transaction[]): unknown[] {
  const values: unknown[] = []
  for (const { seq, at, kind, key, events, data } of transactions) {
    const body = JSON.stringify({ events, data })
    values.push(seq, at, kind, key, body, sumOf({ seq, at, kind, key, body }))
  }
  return values
}

/** Returns what is wrong with a row, or undefined if it's intact. */
export function problemOfRow(row: Row): string | undefined {
  const { kind, key, body } = row
  if (![kind, key, body].every(value => typeof value === 'string')) return 'a column has the wrong type'
  return sumOf(row) === row.sum ? undefined : "its checksum doesn't match"
}

/** The transaction of an intact row. */
export function transactionOf({ seq, at, kind, key, body }: Omit<Row, 'sum'>): Transaction {
  return { seq, at, kind, key, ...(JSON.parse(body) as Pick<Transaction, 'events' | 'data'>) }
}
