import { copyFileSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Transaction } from '../machine/transaction.ts'
import { openDatabase } from './driver.ts'
import { sqliteStorage } from './sqlite.ts'

const file = (name = 'swf.sqlite') => join(mkdtempSync(join(tmpdir(), 'reyield-')), name)
const one: Transaction = { seq: 1, at: 5, kind: 'domain', key: 'd', data: { a: [1, null, 'ü'] } }
const two: Transaction = {
  seq: 2,
  at: 5,
  kind: 'history',
  key: 'd/w/r',
  events: [{ eventId: 1, eventTimestamp: 1.5, eventType: 'TimerFired' }],
}

describe('a log', () => {
  it('returns what was appended, in order', () => {
    const storage = sqliteStorage(file())
    storage.append([one])
    storage.append([two])
    expect([...storage.readAll()]).toEqual([one, two])
    storage.close()
  })

  it('is empty at first', () => {
    const storage = sqliteStorage(file())
    expect([...storage.readAll()]).toEqual([])
    storage.close()
  })
})

describe('a log in a SQLite file', () => {
  it('is the same after reopening the file', () => {
    const path = file()
    const storage = sqliteStorage(path)
    storage.append([one, two])
    storage.close()
    const again = sqliteStorage(path)
    expect([...again.readAll()]).toEqual([one, two])
    again.close()
  })

  it('appends all transactions of a group or none', () => {
    const storage = sqliteStorage(file())
    storage.append([one])
    expect(() => storage.append([two, { ...two, seq: 1 }])).toThrow()
    expect([...storage.readAll()]).toEqual([one])
    storage.append([two])
    storage.close()
  })

  it("can't be opened twice at the same time (DB_LOCKED)", () => {
    const path = file()
    const storage = sqliteStorage(path)
    storage.append([one])
    expect(() => sqliteStorage(path)).toThrow(expect.objectContaining({ code: 'DB_LOCKED' }))
    symlinkSync(path, `${path}.link`)
    expect(() => sqliteStorage(`${path}.link`)).toThrow(expect.objectContaining({ code: 'DB_LOCKED' }))
    storage.append([two])
    storage.close()
    sqliteStorage(path).close()
  })

  it.each<[string, (path: string) => void, string]>([
    ['text', path => writeFileSync(path, 'no database at all, '.repeat(100)), 'DB_FOREIGN'],
    [
      'a database of another program',
      path => {
        const database = openDatabase(path)
        database.exec('CREATE TABLE theirs (a)')
        database.close()
      },
      'DB_FOREIGN',
    ],
    [
      'a database of another program that was killed, its write-ahead log still to be read',
      path => {
        const elsewhere = file()
        const database = openDatabase(elsewhere)
        database.exec('PRAGMA application_id = 7; CREATE TABLE theirs (a)')
        database.exec('PRAGMA journal_mode = WAL; INSERT INTO theirs VALUES (1)')
        for (const end of ['', '-wal']) copyFileSync(`${elsewhere}${end}`, `${path}${end}`)
        database.close()
      },
      'DB_FOREIGN',
    ],
    [
      'a newer version',
      path => {
        sqliteStorage(path).close()
        const database = openDatabase(path)
        database.exec('PRAGMA user_version = 99')
        database.close()
      },
      'DB_TOO_NEW',
    ],
  ])('a file with %s is refused and not changed', (_, write, code) => {
    const path = file()
    write(path)
    const contents = () => {
      const folder = dirname(path)
      // the index of the write-ahead log doesn't count as content
      const names = readdirSync(folder).filter(name => !name.endsWith('-shm'))
      return names.map(name => [name, readFileSync(join(folder, name), 'latin1')])
    }
    const before = contents()
    expect(() => sqliteStorage(path)).toThrow(expect.objectContaining({ code }))
    expect(contents()).toEqual(before)
  })

  it.each<[string, (path: string) => void]>([
    [
      'a transaction is missing',
      path => {
        const database = openDatabase(path)
        database.exec('DELETE FROM log WHERE seq = 1')
        database.close()
      },
    ],
    [
      'a body is no JSON',
      path => {
        const database = openDatabase(path)
        database.exec("UPDATE log SET body = '{' WHERE seq = 2")
        database.close()
      },
    ],
    [
      'pages are overwritten',
      path => {
        const bytes = readFileSync(path)
        bytes.fill(0xff, 4096)
        writeFileSync(path, bytes)
      },
    ],
  ])('a damaged file is reported when it is read: %s (DB_DAMAGED)', (_, damage) => {
    const path = file()
    const storage = sqliteStorage(path)
    storage.append([one, two])
    storage.close()
    damage(path)
    expect(() => {
      const opened = sqliteStorage(path)
      try {
        return [...opened.readAll()]
      } finally {
        opened.close()
      }
    }).toThrow(expect.objectContaining({ code: 'DB_DAMAGED' }))
  })

  it('reports a missing folder (DB_UNWRITABLE)', () => {
    expect(() => sqliteStorage('/not/there/swf.sqlite')).toThrow(
      expect.objectContaining({ code: 'DB_UNWRITABLE' }),
    )
  })
})
