import { copyFileSync, existsSync, mkdtempSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/storage/driver.ts'
import type { LogRow, RemovedRows } from './log-checker.ts'

/** A path in a folder of its own. */
export const newFile = () => join(mkdtempSync(join(tmpdir(), 'swf-crash-')), 'swf.sqlite')

/** A copy of a database file as it lies there, its write-ahead log cut to `walBytes` if that is given. */
export function copyOf(file: string, walBytes?: number): string {
  const copy = newFile()
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  if (walBytes !== undefined) truncateSync(`${copy}-wal`, walBytes)
  return copy
}

/** The log in a database file, read by itself; the file is left as it is. */
export function readLog(file: string): LogRow[] {
  const database = openDatabase(copyOf(file))
  try {
    const rows = database.prepare('SELECT seq, at, kind, key, body FROM log ORDER BY seq').all() as {
      seq: number
      at: number
      kind: string
      key: string
      body: string
    }[]
    return rows.map(({ body, ...row }) => ({ ...row, events: (JSON.parse(body) as LogRow).events }))
  } finally {
    database.close()
  }
}

/** The ranges of rows that the log in a database file no longer has; the file is left as it is. */
export function readRemoved(file: string): RemovedRows[] {
  const database = openDatabase(copyOf(file))
  try {
    return database.prepare('SELECT first, last FROM removed ORDER BY first').all() as RemovedRows[]
  } finally {
    database.close()
  }
}
