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
