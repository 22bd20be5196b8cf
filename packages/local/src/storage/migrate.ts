import { damagedFile } from './damage.ts'
import { rollBack, type Database } from './driver.ts'
import { intact } from './log-table.ts'
import { columns, tables, valuesOf } from './row.ts'
import { problemOfStructure, scan } from './scan.ts'

/** What a migration has done. */
export interface Migration {
  readonly from: number
  readonly to: number
  readonly rows: number
  /** To which everything in the file belongs from now on. */
  readonly region: string
}

/**
 * Rewrites a log of format 1 as one of the format that this version writes, in one transaction: a process that dies in it leaves
 * a file of format 1. At the end the write-ahead log goes into the main file, whose header is all that an earlier version
 * reads before it refuses.
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

/** Puts the rows of the old table into the new one, and returns how many they are. */
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
