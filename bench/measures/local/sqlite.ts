import { createRequire } from 'node:module'

interface Database {
  exec(sql: string): void
  prepare(sql: string): { run(...parameters: unknown[]): unknown; get(...parameters: unknown[]): unknown }
  close(): void
}

/** The SQLite that the local SWF uses on this Node. */
export function openDatabase(file: string): Database {
  const builtIn = Number(process.versions.node.split('.')[0]) >= 24
  const require = createRequire(import.meta.url)
  const { DatabaseSync } = require(builtIn ? 'node:sqlite' : '@photostructure/sqlite') as {
    DatabaseSync: new (file: string) => Database
  }
  return new DatabaseSync(file)
}
