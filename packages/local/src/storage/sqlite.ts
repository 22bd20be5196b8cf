import { existsSync, realpathSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { LocalSwfError } from '../errors.ts'
import type { Transaction } from '../transaction.ts'
import { openDatabase, type Database, type Statement } from './driver.ts'
import type { Storage } from './storage.ts'

/** 'rSWF' in ASCII: says whose file it is. */
const applicationId = 0x72535746
/** Version of the tables; a file of a newer one is refused. */
const version = 1

/** Rows of one statement: fewer calls into SQLite. */
const mostRows = 100

interface Row {
  seq: number
  at: number
  kind: string
  key: string
  body: string
}

/**
 * The log in a SQLite file: write-ahead log, full synchronisation. A second file beside it, `<file>-lock`, is locked while
 * this process has the log open; the lock goes with the process, however that ends. (A lock on the log itself would stay
 * after `close` on Node 20, whose SQLite keeps prepared statements open.) A file that is refused stays as it was.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN_FILE, DB_NEWER_VERSION, DB_DAMAGED, DB_UNWRITABLE
 */
export function sqliteStorage(file: string): Storage {
  const opened: Database[] = []
  const open = (path: string) => {
    const database = openDatabase(path)
    opened.push(database)
    return database
  }
  const close = () => {
    for (const database of opened.splice(0).reverse()) database.close()
  }
  try {
    guarded(file, () => inspect(file))
    // by whatever name a file is opened, it has one lock
    const real = existsSync(file) ? realpathSync(file) : file
    guarded(file, () => open(`${real}-lock`).exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE'))
    return guarded(file, () => storageOf(prepared(open(file), file), file, close))
  } catch (error) {
    close()
    throw error
  }
}

function storageOf(database: Database, file: string, close: () => void): Storage {
  /** A statement that inserts so many rows. */
  const inserts = new Map<number, Statement>()
  const insertOf = (rows: number) => {
    const insert =
      inserts.get(rows) ??
      database.prepare(
        `INSERT INTO log (seq, at, kind, key, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?)').join(', ')}`,
      )
    inserts.set(rows, insert)
    return insert
  }
  return {
    *readAll() {
      let last = 0
      try {
        for (const row of database
          .prepare('SELECT * FROM log ORDER BY seq')
          .iterate() as IterableIterator<Row>) {
          if (row.seq !== ++last) throw new Error(`transaction ${last} is missing`)
          const { seq, at, kind, key } = row
          yield { seq, at, kind, key, ...(JSON.parse(row.body) as Pick<Transaction, 'events' | 'data'>) }
        }
      } catch (error) {
        throw damaged(file, error)
      }
    },
    append(transactions) {
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
    },
    close() {
      try {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } catch {
        // what is committed is safe in the write-ahead log, too
      }
      close()
    },
  }
}

/**
 * Looks at a file without locks and without recovering its journal or write-ahead log, and writes nothing beside it: one
 * that isn't ours stays as it is. (By SQLite's own `immutable`: whoever closes a file that was read by other means drops
 * the locks that SQLite has on it in this process.)
 */
function inspect(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return
  const database = openDatabase(`${pathToFileURL(file).href}?immutable=1`)
  try {
    check(database, file)
  } finally {
    database.close()
  }
}

/** Makes the table in a new file; in rollback mode at first, so that the file's own header tells whose it is. */
function prepared(database: Database, file: string): Database {
  database.exec('PRAGMA busy_timeout = 0; PRAGMA synchronous = FULL')
  if (check(database, file) === 'empty') {
    database.exec(`BEGIN EXCLUSIVE; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version};
      CREATE TABLE log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL);
      COMMIT`)
  }
  database.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT')
  return database
}

/** Throws unless the file is ours, of a version that we know, or empty. */
function check(database: Database, file: string): 'ours' | 'empty' {
  const one = <T>(sql: string) => database.prepare(sql).get() as T
  const { application_id: owner } = one<{ application_id: number }>('PRAGMA application_id')
  const { user_version: written } = one<{ user_version: number }>('PRAGMA user_version')
  const { tables } = one<{ tables: number }>('SELECT count(*) AS tables FROM sqlite_master')
  if (owner === 0 && written === 0 && tables === 0) return 'empty'
  if (owner !== applicationId) {
    throw new LocalSwfError(
      'DB_FOREIGN_FILE',
      `${file} is a database of another program (application id ${owner}); it was left as it is. Give another file`,
    )
  }
  if (written > version) {
    throw new LocalSwfError(
      'DB_NEWER_VERSION',
      `${file} has format ${written}, this version of the local SWF knows formats up to ${version}; it was left as it is. Update @reyield/local`,
    )
  }
  return 'ours'
}

/** What SQLite says, in our words. */
function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof LocalSwfError) throw error
    const { message } = error as Error
    if (/locked|busy/i.test(message)) {
      throw new LocalSwfError(
        'DB_LOCKED',
        `${file} is open in another process; two local SWFs can't share a file. Stop the other one, or give another file`,
        { cause: error },
      )
    }
    if (/not a database/i.test(message)) {
      throw new LocalSwfError(
        'DB_FOREIGN_FILE',
        `${file} is no SQLite database; it was left as it is. Give another file`,
        {
          cause: error,
        },
      )
    }
    if (/malformed|corrupt/i.test(message)) throw damaged(file, error)
    throw new LocalSwfError('DB_UNWRITABLE', `${file} can't be opened or written: ${message}`, {
      cause: error,
    })
  }
}

const damaged = (file: string, cause: unknown) =>
  new LocalSwfError(
    'DB_DAMAGED',
    `${file} is damaged (${(cause as Error).message}); it was left as it is. Restore a copy, or give another file`,
    { cause },
  )

function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself
  }
}
