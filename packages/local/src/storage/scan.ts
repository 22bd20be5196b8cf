import type { Transaction } from '../machine/transaction.ts'
import type { DamagedRow } from './damage.ts'
import type { Database } from './driver.ts'
import { upgraded } from './format-1.ts'
import { readRemoved } from './removed.ts'
import { columns, problemOfRow, transactionOf, type Removed, type Row } from './row.ts'

/** What a scan finds: a transaction, damaged rows, or damage to the structure of the file. */
export type ScanResult =
  | { readonly transaction: Transaction }
  | { readonly damaged: DamagedRow }
  | { readonly structure: string }

/** The format of a log, and the region to which the rows of a log in format 1 belong. */
export interface Format {
  readonly format: number
  readonly region: string
  /** The table with the rows. Default `log`. */
  readonly table?: string
}

/**
 * Reads a whole log in order, and continues after damage. In an intact log, the numbers of the rows and of the removed ranges are
 * 1, 2, 3 … without gaps, up to the last row, which is never removed.
 */
export function* scan(database: Database, { format, region, table = 'log' }: Format): Generator<ScanResult> {
  let removed: Removed[] = []
  if (format > 1) {
    try {
      removed = readRemoved(database)
    } catch (error) {
      yield { structure: `the list of removed rows is damaged: ${(error as Error).message}` }
    }
  }
  let before: DamagedRow['before']
  let seq = 1
  let unreadable: unknown
  const damaged = (more: Omit<DamagedRow, 'before'>): ScanResult => ({ damaged: { ...more, before } })

  /** Reports the rows that are missing between the last row and the row `end`. */
  function* gap(end: number): Generator<ScanResult> {
    while (seq < end) {
      const range = removed[0]
      if (range !== undefined && range.first <= seq) {
        if (range.first < seq)
          yield damaged({ seq: range.first, problem: 'recorded as removed, but present' })
        seq = Math.max(seq, range.last + 1)
        removed.shift()
        continue
      }
      const last = Math.min(end, range?.first ?? Infinity) - 1
      const cause = unreadable as Error | undefined
      yield damaged({
        seq,
        last,
        problem: cause === undefined ? 'missing' : `can't be read: ${cause.message}`,
        cause,
      })
      seq = last + 1
    }
  }

  for (const found of rowsOf(database, format, table)) {
    if ('unreadable' in found) {
      unreadable = found.unreadable
      continue
    }
    if (found.seq > seq) yield* gap(found.seq)
    unreadable = undefined
    const problem = found.seq < seq ? 'out of place' : problemOf(found, format)
    if (problem === undefined) {
      const transaction = transactionOf(found)
      yield { transaction: format === 1 ? upgraded(transaction, region) : transaction }
      before = { seq, at: found.at }
    } else {
      yield damaged({ seq: found.seq, key: keyOf(found), problem })
    }
    if (found.seq >= seq) seq = found.seq + 1
  }
  if (unreadable !== undefined || removed.length > 0) yield* gap((removed.at(-1)?.last ?? seq) + 1)
  const structure = problemOfStructure(database)
  if (structure !== undefined) yield { structure }
}

/** The rows in order, without checks. Where rows can't be read, it reports that and continues with the next readable row. */
function* rowsOf(
  database: Database,
  format: number,
  table: string,
): Generator<Row | { readonly unreadable: unknown }> {
  const names = format === 1 ? columns.slice(0, -1) : columns
  const select = `SELECT ${names.join(', ')} FROM swf.${table} WHERE seq`
  let seq = 0
  for (;;) {
    const rows = database.prepare(`${select} > ? ORDER BY seq`).iterate(seq)
    try {
      for (;;) {
        let result: IteratorResult<unknown>
        try {
          result = rows.next()
        } catch (unreadable) {
          yield { unreadable }
          break
        }
        if (result.done === true) return
        const row = result.value as Row
        seq = Math.max(seq, row.seq)
        yield row
      }
    } finally {
      rows.return?.()
    }
    // the row after `seq` can't be read, so find the next one that can
    const last = lastRow(database, table)
    const next = database.prepare(`${select} >= ? ORDER BY seq LIMIT 1`)
    let failed = seq + 1
    for (; failed <= last; failed++) {
      try {
        next.get(failed + 1)
        break
      } catch {
        // this one can't be read either
      }
    }
    if (failed > last) return
    seq = failed
  }
}

function lastRow(database: Database, table: string): number {
  try {
    return (
      (database.prepare(`SELECT max(seq) AS last FROM swf.${table}`).get() as { last: number | null }).last ??
      0
    )
  } catch {
    return 0
  }
}

function problemOf(row: Row, format: number): string | undefined {
  if (format > 1) return problemOfRow(row)
  try {
    transactionOf(row)
    return undefined
  } catch {
    return 'not valid JSON'
  }
}

/** The key of a damaged row, if the columns seem to be in place: otherwise it could be a payload. */
function keyOf({ kind, key }: Row): string | undefined {
  if (typeof kind !== 'string' || typeof key !== 'string' || !/^[a-z-]+$/.test(kind)) return undefined
  const [id = ''] = key.split('{"', 1)
  return id.slice(0, 600)
}

/**
 * Finds damage that reading all rows doesn't show, for instance a page that has lost its last rows, or a free page that is in
 * use. It takes a tenth of the time of reading all rows.
 */
export function problemOfStructure(database: Database): string | undefined {
  try {
    const [{ integrity_check: found }] = database.prepare('PRAGMA swf.integrity_check(1)').all() as [
      { readonly integrity_check: string },
    ]
    return found === 'ok' ? undefined : found.replaceAll(/\s+/g, ' ')
  } catch (error) {
    return (error as Error).message
  }
}
