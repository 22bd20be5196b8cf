import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Transaction } from '../machine/transaction.ts'
import { openDatabase } from './driver.ts'
import { sqliteStorage } from './sqlite.ts'

const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
const transaction = (seq: number): Transaction => ({ seq, at: 5, kind: 'domain', key: 'd', data: { a: 1 } })
const one = transaction(1)
const two = transaction(2)

/** Reads the log in a file, opened as a server opens it. */
function read(path: string): Transaction[] {
  const storage = sqliteStorage(path)
  try {
    return [...storage.readAll()]
  } finally {
    storage.release()
  }
}

/** A file as a killed process leaves it: the rows are only in the write-ahead log. */
function killed(path = newFile()): string {
  const elsewhere = newFile()
  const storage = sqliteStorage(elsewhere)
  storage.append([one, two])
  for (const end of ['', '-wal']) copyFileSync(`${elsewhere}${end}`, `${path}${end}`)
  storage.close()
  return path
}

/** The contents of all files in the folder, except the index of the write-ahead log, an empty write-ahead log, and the lock. */
function contents(path: string) {
  const folder = dirname(path)
  const names = readdirSync(folder).filter(name => !/-(shm|lock)$/.test(name))
  const files = names.map(name => [name, readFileSync(join(folder, name), 'latin1')])
  return files.filter(([name, text]) => !(name!.endsWith('-wal') && text === ''))
}

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

/** Makes another name for a file that may not exist yet. */
const names: [string, (path: string) => string][] = [
  ['a symbolic link', path => link(path, `${path}.link`)],
  ['a symbolic link to a symbolic link', path => link(link(path, `${path}.link`), `${path}.link2`)],
  ['a relative symbolic link', path => link('swf.sqlite', `${path}.link`)],
  ['a link to its folder', path => join(link(dirname(path), `${dirname(path)}.link`), 'swf.sqlite')],
]
const hardLink: [string, (path: string) => string] = [
  'a hard link',
  path => {
    linkSync(path, `${path}.hard`)
    return `${path}.hard`
  },
]
const link = (target: string, path: string) => {
  symlinkSync(target, path)
  return path
}

describe('an open file', () => {
  it.each([...names, hardLink])("can't be opened a second time by %s (DB_LOCKED)", (_, make) => {
    const path = newFile()
    const first = sqliteStorage(path)
    first.append([one])
    const other = make(path)
    expect(() => sqliteStorage(other)).toThrow(code('DB_LOCKED'))
    first.append([two])
    expect([...first.readAll()]).toEqual([one, two])
    first.close()
    expect(read(other)).toEqual([one, two])
  })

  it.each(names)("created by %s can't be opened a second time by its own name", (_, make) => {
    const path = newFile()
    const first = sqliteStorage(make(path))
    expect(existsSync(path)).toBe(true)
    expect(() => sqliteStorage(path)).toThrow(code('DB_LOCKED'))
    first.close()
    sqliteStorage(path).close()
  })

  it("can't be opened a second time in this process after its lock file was removed (DB_LOCKED)", () => {
    const path = newFile()
    const first = sqliteStorage(path)
    rmSync(`${path}-lock`)
    expect(() => sqliteStorage(path)).toThrow(code('DB_LOCKED'))
    first.close()
  })

  it.each([
    ['new', () => newFile()],
    ['that was there before', () => killed()],
  ])('%s can be backed up while it is written', (_, make) => {
    const path = make()
    const storage = sqliteStorage(path)
    const last = [...storage.readAll()].length
    storage.append([transaction(last + 1)])
    const backup = openDatabase(path)
    backup.exec(`VACUUM INTO '${path}.backup'`)
    backup.close()
    storage.append([transaction(last + 2)])
    storage.close()
    expect(read(`${path}.backup`)).toHaveLength(last + 1)
    expect(read(path)).toHaveLength(last + 2)
  })

  it('can be opened again as soon as it is closed, also while its rows were being read', () => {
    const path = killed()
    const storage = sqliteStorage(path)
    const rows = storage.readAll()[Symbol.iterator]()
    rows.next()
    rows.return!()
    storage.close()
    expect(readdirSync(dirname(path)).sort()).toEqual(['swf.sqlite', 'swf.sqlite-lock'])
    expect(read(path)).toEqual([one, two])
  })
})

describe('the files of a process that died', () => {
  it('are recovered from the write-ahead log, even if the main file is shorter than its header says', () => {
    const path = newFile()
    const storage = sqliteStorage(path)
    const long = { ...one, data: { a: 'x'.repeat(100_000) } }
    storage.append([long])
    copyFileSync(`${path}-wal`, `${path}.copy-wal`)
    storage.close()
    copyFileSync(path, `${path}.copy`)
    truncateSync(`${path}.copy`, 3 * 4096)
    expect(read(`${path}.copy`)).toEqual([long])
    // without the log it is damaged
    rmSync(`${path}.copy-wal`)
    truncateSync(`${path}.copy`, 3 * 4096)
    expect(() => read(`${path}.copy`)).toThrow(code('DB_DAMAGED'))
  })

  /** A valid journal of a transaction in a file that had this number of pages. */
  const journal = (pages: number) => {
    const bytes = Buffer.alloc(512)
    Buffer.from('d9d505f920a163d7', 'hex').copy(bytes)
    bytes.writeUInt32BE(pages, 16)
    bytes.writeUInt32BE(512, 20)
    bytes.writeUInt32BE(4096, 24)
    return bytes
  }
  const made = () => {
    const path = newFile()
    sqliteStorage(path).close()
    return readFileSync(path)
  }
  it.each<[string, () => Buffer, Buffer | undefined]>([
    ['nothing but an empty file', () => Buffer.alloc(0), undefined],
    ['an empty file and a journal', () => Buffer.alloc(0), journal(0)],
    ['a journal that was not written to the end', () => Buffer.alloc(0), Buffer.alloc(512)],
    ['the first page and a journal', () => made().subarray(0, 4096), journal(0)],
    ['all pages and a journal', made, journal(0)],
    ['pages of zeros and a journal', () => Buffer.alloc(8192), journal(0)],
    [
      'a whole file that is not in write-ahead mode yet',
      () => {
        const bytes = made()
        bytes.fill(1, 18, 20)
        return bytes
      },
      undefined,
    ],
  ])('while it made the database is no obstacle: %s', (_, main, journalBytes) => {
    const path = newFile()
    writeFileSync(path, main())
    if (journalBytes !== undefined) writeFileSync(`${path}-journal`, journalBytes)
    const storage = sqliteStorage(path)
    storage.append([one])
    storage.close()
    expect(read(path)).toEqual([one])
    expect(existsSync(`${path}-journal`)).toBe(false)
  })

  it('uses a SQLite database without application id and tables', () => {
    const path = newFile()
    const database = openDatabase(path)
    database.exec('VACUUM')
    database.close()
    expect(statSync(path).size).toBe(4096)
    expect(read(path)).toEqual([])
  })

  it.each<[string, (path: string) => void, string]>([
    ['its database file was emptied', path => truncateSync(path, 0), 'DB_DAMAGED'],
    ['its database file was removed', path => rmSync(path), 'DB_DAMAGED'],
    ['its first bytes were overwritten', path => overwrite(path, 0, 'SQLITE'), 'DB_DAMAGED'],
    ['its page size was overwritten', path => overwrite(path, 16, '\0\x03'), 'DB_DAMAGED'],
    ['its owner was overwritten', path => overwrite(path, 68, 'rSWG'), 'DB_FOREIGN'],
    ['its format was overwritten', path => overwrite(path, 60, '\0\0\x10\0'), 'DB_TOO_NEW'],
    [
      'it was emptied beside a journal of its pages',
      path => {
        for (const end of ['', '-wal']) rmSync(`${path}${end}`)
        writeFileSync(path, '')
        writeFileSync(`${path}-journal`, journal(2))
      },
      'DB_DAMAGED',
    ],
    [
      'it was last open by another name, a hard link',
      path => {
        linkSync(path, `${path}.hard`)
        renameSync(`${path}-wal`, `${path}.hard-wal`)
      },
      'DB_DAMAGED',
    ],
    [
      'a row was changed',
      path => {
        const database = openDatabase(path)
        database.exec("UPDATE log SET body = '{' WHERE seq = 2")
        for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${path}.new${end}`)
        database.close()
        for (const end of ['', '-wal']) {
          copyFileSync(`${path}.new${end}`, `${path}${end}`)
          rmSync(`${path}.new${end}`)
        }
        rmSync(`${path}-shm`, { force: true })
      },
      'DB_DAMAGED',
    ],
  ])('is refused, and neither it nor its write-ahead log is changed, if %s', (_, damage, expected) => {
    const path = killed()
    damage(path)
    const before = contents(path)
    expect(() => read(path)).toThrow(code(expected))
    expect(contents(path)).toEqual(before)
  })
})

const overwrite = (path: string, offset: number, text: string) => {
  const bytes = readFileSync(path)
  bytes.write(text, offset, 'latin1')
  writeFileSync(path, bytes)
}

describe('a file of another program', () => {
  it('is refused and not changed if its tables are only in its write-ahead log, and gets no lock file', () => {
    const elsewhere = newFile()
    const database = openDatabase(elsewhere)
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE theirs (a)')
    const path = newFile()
    for (const end of ['', '-wal']) copyFileSync(`${elsewhere}${end}`, `${path}${end}`)
    database.close()
    const before = contents(path)
    expect(() => sqliteStorage(path)).toThrow(code('DB_FOREIGN'))
    expect(contents(path)).toEqual(before)
    expect(existsSync(`${path}-lock`)).toBe(false)
  })

  it('is refused if that died while creating its database, and its journal stays', () => {
    const path = newFile()
    const database = openDatabase(path)
    database.exec('CREATE TABLE theirs (a)')
    database.close()
    writeFileSync(`${path}-journal`, 'a journal')
    const before = contents(path)
    expect(() => sqliteStorage(path)).toThrow(code('DB_FOREIGN'))
    expect(contents(path)).toEqual(before)
  })
})

describe("refuses files that can't be written (DB_UNWRITABLE)", () => {
  it.each<[string, (path: string) => string]>([
    ['a folder', path => dirname(path)],
    ['a device', () => '/dev/null'],
    ['links in a circle', path => link(path, link(`${path}2`, path) && `${path}2`)],
    [
      'a folder in place of the lock file',
      path => {
        mkdirSync(`${path}-lock`)
        return path
      },
    ],
    [
      'a lock file with content',
      path => {
        writeFileSync(`${path}-lock`, 'no lock, '.repeat(100))
        return path
      },
    ],
  ])('%s', (_, make) => {
    const path = make(newFile())
    expect(() => sqliteStorage(path)).toThrow(code('DB_UNWRITABLE'))
  })
})
