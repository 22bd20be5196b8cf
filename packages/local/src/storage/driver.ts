import { createRequire } from 'node:module'

/** The part of SQLite's API that is used. It's `node:sqlite` from Node 24 on, and `@photostructure/sqlite` (same API) before. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export interface Statement {
  run(...parameters: unknown[]): unknown
  get(...parameters: unknown[]): unknown
  all(...parameters: unknown[]): unknown[]
  iterate(...parameters: unknown[]): IterableIterator<unknown>
}

const require = createRequire(import.meta.url)
const major = Number(process.versions.node.split('.')[0])

/** Opens a database file. */
export function openDatabase(file: string): Database {
  const driver = major >= 24 ? 'node:sqlite' : '@photostructure/sqlite'
  const { DatabaseSync } = require(driver) as { DatabaseSync: new (file: string) => Database }
  return new DatabaseSync(file)
}

/**
 * Opens a database file as the schema `swf` of a connection to an empty in-memory database, so that `close` really closes the
 * file: on Node 20, a connection and its locks stay open until its prepared statements are garbage-collected, but a schema can be
 * detached. In SQL,
 * `swf.<table>` and `PRAGMA swf.<name>` refer to the file; a plain `CREATE TABLE` or `PRAGMA` doesn't.
 */
export function attachDatabase(file: string): Database {
  const database = openDatabase(':memory:')
  try {
    database.exec(`PRAGMA busy_timeout = 0; ATTACH '${file.replaceAll("'", "''")}' AS swf`)
  } catch (error) {
    database.close()
    throw error
  }
  return {
    exec: sql => database.exec(sql),
    prepare: sql => database.prepare(sql),
    close() {
      try {
        rollBack(database) // a schema can't be detached within a transaction
        database.exec('DETACH swf')
      } finally {
        database.close()
      }
    },
  }
}

/** Ends a transaction, if there is one. */
export function rollBack(database: Pick<Database, 'exec'>): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has already rolled back
  }
}
