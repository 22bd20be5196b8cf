import type { Transaction } from '../machine/transaction.ts'
import { damagedFile, damagedRow } from './damage.ts'
import { rollBack, type Database, type Statement } from './driver.ts'
import { removeRows } from './removed.ts'
import { columns, valuesOf } from './row.ts'
import { scan, type Format, type ScanResult } from './scan.ts'
import type { Storage } from './storage.ts'

/** The maximum number of rows that one statement inserts. */
const maxRowsPerInsert = 100

/** A log in a file. `scan` also reads a damaged log. */
export interface LogTable extends Pick<Storage, 'readAll' | 'append' | 'remove'> {
  readonly scan: () => Iterable<ScanResult>
}

/** The log in the table `log` of an open database. */
export function logTable(database: Database, file: string, format: Format): LogTable {
  /** Prepared statements by the number of rows that they insert. */
  const inserts = new Map<number, Statement>()
  const insertOf = (rows: number) => {
    const places = `(${columns.map(() => '?').join(', ')})`
    const insert =
      inserts.get(rows) ??
      database.prepare(
        `INSERT INTO swf.log (${columns.join(', ')}) VALUES ${Array(rows).fill(places).join(', ')}`,
      )
    inserts.set(rows, insert)
    return insert
  }
  const committing = (work: () => void) => {
    database.exec('BEGIN IMMEDIATE')
    try {
      work()
      database.exec('COMMIT')
    } catch (error) {
      rollBack(database)
      throw error
    }
  }
  return {
    scan: () => scan(database, format),
    readAll: () => intact(scan(database, format), file),
    append(transactions) {
      committing(() => {
        for (let n = 0; n < transactions.length; n += maxRowsPerInsert) {
          const rows = transactions.slice(n, n + maxRowsPerInsert)
          insertOf(rows.length).run(...valuesOf(rows))
        }
      })
    },
    remove(seqs) {
      committing(() => removeRows(database, seqs))
    },
  }
}

/** The transactions of a log. Throws at the first damage. */
export function* intact(log: Iterable<ScanResult>, file: string): Generator<Transaction> {
  for (const found of log) {
    if ('transaction' in found) yield found.transaction
    else if ('damaged' in found) throw damagedRow(file, found.damaged)
    else throw damagedFile(file, found.structure)
  }
}

/** Throws unless the file has exactly these tables. With a damaged schema, SQLite could do anything. */
export function checkTables(database: Database, file: string, expected: readonly string[]): void {
  const found = database.prepare('SELECT sql FROM swf.sqlite_master ORDER BY rowid').all() as {
    sql: string
  }[]
  if (found.map(({ sql }) => sql).join() !== expected.map(table => `CREATE TABLE ${table}`).join()) {
    throw damagedFile(file, "its tables aren't those of a log")
  }
}
