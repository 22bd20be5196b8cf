import { createRequire } from 'node:module'

/** As much of SQLite as we use; `node:sqlite` has it from Node 24 on, `@photostructure/sqlite` has the same API before. */
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
 * Opens a database file as the schema `swf` of a connection whose own database is empty and in memory. So `close` really closes
 * the file: on Node 20 a connection stays open, with its locks, until its prepared statements are garbage; a schema can be
 * detached before. What is written `swf.<table>` or `PRAGMA swf.<name>` means the file; a plain `CREATE TABLE` or `PRAGMA` doesn't.
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
        rollBack(database) // within a transaction nothing can be detached
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
    // SQLite has rolled back by itself
  }
}
