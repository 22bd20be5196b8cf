import { LocalSwfError } from '../errors.ts'
import type { Transaction } from '../transaction.ts'
import { openDatabase, type Database } from './driver.ts'
import type { Storage } from './storage.ts'

/** 'rSWF' in ASCII: says whose file it is. */
const applicationId = 0x72535746
/** Version of the tables; a file of a newer one is refused. */
const version = 1

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
    guarded(file, () => open(`${file}-lock`).exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE'))
    return guarded(file, () => storageOf(prepared(open(file), file), file, close))
  } catch (error) {
    close()
    throw error
  }
}

function storageOf(database: Database, file: string, close: () => void): Storage {
  const insert = database.prepare('INSERT INTO log (seq, at, kind, key, body) VALUES (?, ?, ?, ?, ?)')
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
        for (const { seq, at, kind, key, events, data } of transactions) {
          insert.run(seq, at, kind, key, JSON.stringify({ events, data }))
        }
        database.exec('COMMIT')
      } catch (error) {
        rollBack(database)
        throw error
      }
    },
    close() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      close()
    },
  }
}

/** Looks first, then writes: nothing of a file that isn't ours is changed. */
function prepared(database: Database, file: string): Database {
  const { application_id: owner } = database.prepare('PRAGMA application_id').get() as {
    application_id: number
  }
  const { user_version: written } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as {
    tables: number
  }
  const isNew = owner === 0 && written === 0 && tables === 0
  if (!isNew && owner !== applicationId) {
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
  database.exec(
    'PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE',
  )
  if (isNew) {
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version};
      CREATE TABLE log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL)`)
  }
  database.exec('COMMIT')
  return database
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
