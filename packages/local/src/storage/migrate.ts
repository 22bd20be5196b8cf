import { damagedFile } from './damage.ts'
import { rollBack, type Database } from './driver.ts'
import { intact } from './log-table.ts'
import { columns, tables, valuesOf } from './row.ts'
import { problemOfStructure, scan } from './scan.ts'

/** The result of a migration. */
export interface Migration {
  readonly from: number
  readonly to: number
  readonly rows: number
  /** The region to which everything in the file belongs now. */
  readonly region: string
}

/**
 * Converts a log of format 1 to the current format, in one transaction: if the process dies, the file still has format 1. At the
 * end, the write-ahead log is written into the main file, since an earlier version only reads the header of the main file before
 * it refuses a newer format.
 */
export function migrate(database: Database, file: string, region: string, version: number): Migration {
  database.exec('BEGIN IMMEDIATE')
  let rows: number
  try {
    rows = rewrite(database, file, region)
    database.exec(`PRAGMA swf.user_version = ${version}; COMMIT`)
  } catch (error) {
    rollBack(database)
    throw error
  }
  database.exec('PRAGMA swf.wal_checkpoint(TRUNCATE)')
  return { from: 1, to: version, rows, region }
}

/** Copies the rows of the old table into the new one, and returns their number. */
function rewrite(database: Database, file: string, region: string): number {
  const problem = problemOfStructure(database)
  if (problem !== undefined) throw damagedFile(file, problem)
  database.exec('ALTER TABLE swf.log RENAME TO log_1')
  for (const table of tables) database.exec(`CREATE TABLE swf.${table}`)
  const insert = database.prepare(
    `INSERT INTO swf.log (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  let rows = 0
  for (const transaction of intact(scan(database, { format: 1, region, table: 'log_1' }), file)) {
    insert.run(...valuesOf([transaction]))
    rows++
  }
  database.exec('DROP TABLE swf.log_1')
  return rows
}
