import { existsSync, realpathSync, statSync } from 'node:fs'
import { createMachine } from '../machine/machine.ts'
import { sqliteStorage } from '../storage/sqlite.ts'

/** The number of rows that one commit removes. */
const rowsPerCommit = 500

/** The size of a database file and its write-ahead log in bytes, before and after compaction. */
export interface CompactedFile {
  readonly before: number
  readonly after: number
}

/**
 * Makes a database file smaller: removes obsolete rows, and returns the free space in the file to the file system. A running
 * local SWF removes obsolete rows too and reuses their space, but doesn't make the file smaller. This needs as much free disk
 * space as the resulting file takes. If the process dies, the file is unchanged or complete. No local SWF may have the file open.
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
