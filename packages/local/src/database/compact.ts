import { existsSync, realpathSync, statSync } from 'node:fs'
import { createMachine } from '../machine/machine.ts'
import { sqliteStorage } from '../storage/sqlite.ts'

/** Rows that are removed in one commit. */
const rowsPerCommit = 500

/** Bytes of a database file and its write-ahead log. */
export interface CompactedFile {
  readonly before: number
  readonly after: number
}

/**
 * Makes a database file smaller: removes the rows that are no longer needed, and returns the room of removed rows to the file
 * system. A local SWF removes rows by itself, and uses their room again; the file shrinks only here. Needs as much free room as
 * the result takes. A process that dies in between leaves the file as it was. Not while a local SWF has the file open.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE
 * @example
 * ```ts
 * const { before, after } = compactDatabase('swf.sqlite')
 * console.log(`${before - after} bytes less`)
 * ```
 */
export function compactDatabase(file: string): CompactedFile {
  const storage = sqliteStorage(file, { create: false })
  try {
    const before = bytesOf(file)
    const machine = createMachine()
    for (const transaction of storage.readAll()) machine.apply(transaction)
    const obsolete = machine.obsolete().flat()
    for (let n = 0; n < obsolete.length; n += rowsPerCommit)
      storage.remove(obsolete.slice(n, n + rowsPerCommit))
    storage.shrink()
    return { before, after: bytesOf(file) }
  } finally {
    storage.close()
  }
}

const bytesOf = (file: string) =>
  ['', '-wal']
    .map(end => `${realpathSync(file)}${end}`)
    .reduce((sum, one) => sum + (existsSync(one) ? statSync(one).size : 0), 0)
