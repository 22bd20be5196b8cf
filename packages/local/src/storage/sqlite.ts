import { existsSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { LocalSwfError } from '../errors.ts'
import type { Transaction } from '../transaction.ts'
import { attachDatabase, openDatabase, rollBack, type Database, type Statement } from './driver.ts'
import { applicationId, checkVersion, checkNames, damaged, foreign, ownerOf, version } from './header.ts'
import { FileLock, isBusy, locked, realFile, takeAlone, unwritable } from './lock.ts'
import type { Storage } from './storage.ts'
import { FileWatch } from './watch.ts'

/** Rows of one statement: fewer calls into SQLite. */
const mostRows = 100

interface Row {
  seq: number
  at: number
  kind: string
  key: string
  body: string
}

/** What is open of a database file. */
interface Open {
  readonly file: string
  readonly lock: FileLock
  database?: Database
  guard?: Database
}

/**
 * The log in a SQLite file: write-ahead log, full synchronisation.
 *
 * 1. Locks come first (`FileLock`).
 * 2. The file's first bytes decide whose it is (`ownerOf`), before SQLite recovers anything. They are looked at once before the
 *    lock file is made as well: nothing is put beside a file of another program.
 * 3. SQLite opens the file in its normal way, and recovers what a process that died has left. Then the check again.
 * 4. Nobody else has the file (`takeAlone`).
 *
 * A file that is refused stays as it was, its write-ahead log too. A file that isn't there is made, unless `make` is false.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN_FILE, DB_NEWER_VERSION, DB_DAMAGED, DB_UNWRITABLE
 */
export function sqliteStorage(file: string, { make = true }: { readonly make?: boolean } = {}): Storage {
  const real = guarded(file, () => realFile(file))
  const open: Open = { file: real, lock: new FileLock(real) }
  try {
    const owner = guarded(real, () => {
      open.lock.lockInode()
      ownerOf(real)
      if (!make && !existsSync(real)) throw unwritable(real, "it isn't there")
      open.lock.lockFile()
      open.lock.lockInode()
      const owner = ownerOf(real)
      open.lock.makeWritable()
      // of a file that was removed under somebody who has it open: its index would be taken for that of the new one
      if (owner === 'nobody') rmSync(`${real}-shm`, { force: true })
      return owner
    })
    guarded(real, () => openFile(open), owner === 'ours')
    return storageOf(open, new FileWatch(real))
  } catch (error) {
    release(open)
    throw error
  }
}

/** Opens the file. Whoever closes it last writes its write-ahead log into it; a guard that only reads can't. */
function openFile(open: Open): void {
  open.guard = guardOf(open.file)
  open.database = attachDatabase(open.file)
  prepare(open.database, open.file)
  dropGuard(open)
  takeAlone(open.database)
  open.guard = guardOf(open.file)
  checkNames(open.file)
}

function guardOf(file: string): Database {
  const guard = openDatabase(`${pathToFileURL(file).href}?mode=ro`)
  try {
    guard.exec('PRAGMA busy_timeout = 0; SELECT 1 FROM sqlite_master')
  } catch {
    // what is wrong with the file is found by whoever opens it for writing
  }
  return guard
}

function dropGuard(open: Open): void {
  open.guard?.close()
  delete open.guard
}

/** Lets go of a file as it is. */
function release(open: Open): void {
  try {
    open.database?.close()
  } finally {
    delete open.database
    dropGuard(open)
    open.lock.release()
  }
}

function storageOf(open: Open, watch: FileWatch): Storage {
  const { file } = open
  const database = open.database!
  /** A statement that inserts so many rows. */
  const inserts = new Map<number, Statement>()
  const insertOf = (rows: number) => {
    const insert =
      inserts.get(rows) ??
      database.prepare(
        `INSERT INTO swf.log (seq, at, kind, key, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?)').join(', ')}`,
      )
    inserts.set(rows, insert)
    return insert
  }
  const checked = () => {
    try {
      watch.check()
    } catch (error) {
      // a file that was renamed is whole then; what was in a log that was deleted is saved
      if (!watch.cut) emptyLog(database)
      throw error
    }
  }
  return {
    *readAll() {
      let last = 0
      try {
        for (const row of database
          .prepare('SELECT * FROM swf.log ORDER BY seq')
          .iterate() as IterableIterator<Row>) {
          if (row.seq !== ++last) throw new Error(`transaction ${last} is missing`)
          const { seq, at, kind, key } = row
          yield { seq, at, kind, key, ...(JSON.parse(row.body) as Pick<Transaction, 'events' | 'data'>) }
        }
      } catch (error) {
        throw damaged(file, (error as Error).message, error)
      }
    },
    append(transactions) {
      checked()
      guarded(file, () => appendTo(database, transactions, insertOf), true)
      // once more: what is acknowledged was committed to a file that was there after the commit
      checked()
    },
    check: checked,
    close() {
      if (!watch.cut) {
        dropGuard(open)
        emptyLog(database)
      }
      release(open)
    },
    release: () => release(open),
  }
}

/** Writes what is in the write-ahead log into the database file. */
function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA swf.wal_checkpoint(TRUNCATE)')
  } catch {
    // what is committed is safe in the write-ahead log, too
  }
}

function appendTo(
  database: Database,
  transactions: readonly Transaction[],
  insertOf: (rows: number) => Statement,
): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    for (let n = 0; n < transactions.length; n += mostRows) {
      const rows = transactions.slice(n, n + mostRows)
      const values: unknown[] = []
      for (const { seq, at, kind, key, events, data } of rows) {
        values.push(seq, at, kind, key, JSON.stringify({ events, data }))
      }
      insertOf(rows.length).run(...values)
    }
    database.exec('COMMIT')
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** Makes the table in a new file; in rollback mode at first, so that the file's own header tells whose it is. */
function prepare(database: Database, file: string): void {
  database.exec('PRAGMA swf.synchronous = FULL')
  if (check(database, file) === 'empty') {
    database.exec(`BEGIN EXCLUSIVE; PRAGMA swf.application_id = ${applicationId}; PRAGMA swf.user_version = ${version};
      CREATE TABLE swf.log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL);
      COMMIT`)
  }
  database.exec('PRAGMA swf.journal_mode = WAL')
}

/** Throws unless the file is ours, of a version that we know, or empty. */
function check(database: Database, file: string): 'ours' | 'empty' {
  const one = <T>(sql: string) => database.prepare(sql).get() as T
  const { application_id: owner } = one<{ application_id: number }>('PRAGMA swf.application_id')
  const { user_version: written } = one<{ user_version: number }>('PRAGMA swf.user_version')
  const { tables } = one<{ tables: number }>('SELECT count(*) AS tables FROM swf.sqlite_master')
  if (owner === 0 && written === 0 && tables === 0) return 'empty'
  if (owner !== applicationId) throw foreign(file, owner)
  checkVersion(file, written)
  return 'ours'
}

/** What SQLite and the file system say, in our words. */
function guarded<T>(file: string, work: () => T, ours = false): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof LocalSwfError) throw error
    const { message } = error as Error
    if (isBusy(error)) throw locked(file, 'another process', error)
    if (/malformed|corrupt/i.test(message) || (ours && /not a database/i.test(message))) {
      throw damaged(file, message, error)
    }
    throw unwritable(file, message, error)
  }
}
