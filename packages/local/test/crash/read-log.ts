import { copyFileSync, existsSync, mkdtempSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/storage/driver.ts'
import type { LogRow, RemovedRows } from './log-checker.ts'

/** A path in a new folder. */
export const newFile = () => join(mkdtempSync(join(tmpdir(), 'swf-crash-')), 'swf.sqlite')

/** Copies a database file without opening it. The write-ahead log is truncated to `walBytes` if that is given. */
export function copyOf(file: string, walBytes?: number): string {
  const copy = newFile()
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  if (walBytes !== undefined) truncateSync(`${copy}-wal`, walBytes)
  return copy
}

/** Reads the log in a database file without changing the file. */
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

/** Reads the ranges of removed rows in a database file without changing the file. */
export function readRemoved(file: string): RemovedRows[] {
  const database = openDatabase(copyOf(file))
  try {
    return database.prepare('SELECT first, last FROM removed ORDER BY first').all() as RemovedRows[]
  } finally {
    database.close()
  }
}
