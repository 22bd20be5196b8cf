import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLocalSwf, testClock } from '../index.ts'
import type { Transaction } from '../machine/transaction.ts'
import { sqliteStorage } from './sqlite.ts'

const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
const transaction = (seq: number): Transaction => ({ seq, at: 5, kind: 'domain', key: 'd', data: { a: 1 } })
const moved = expect.objectContaining({ code: 'DB_MOVED' }) as Error

/** What happens to the file of a running server, how, and the message for it. */
const accidents: [string, (path: string) => void, RegExp][] = [
  ['is deleted', path => rmSync(path), /swf\.sqlite was deleted or renamed/],
  ['is renamed', path => renameSync(path, `${path}.old`), /swf\.sqlite was deleted or renamed/],
  [
    'is replaced by a copy of itself',
    path => {
      copyFileSync(path, `${path}.new`)
      renameSync(`${path}.new`, path)
    },
    /swf\.sqlite was replaced/,
  ],
  ['is emptied', path => truncateSync(path), /swf\.sqlite was truncated/],
  ['is truncated', path => truncateSync(path, 4096), /swf\.sqlite was truncated/],
  ['loses its folder', path => renameSync(dirname(path), `${dirname(path)}.old`), /was deleted or renamed/],
  ['loses its write-ahead log', path => rmSync(`${path}-wal`), /swf\.sqlite-wal was deleted/],
]

afterEach(() => void vi.useRealTimers())

describe.each(accidents)('when the open file %s', (_, happen, message) => {
  it('no commit succeeds any longer (DB_MOVED)', () => {
    const path = newFile()
    const storage = sqliteStorage(path)
    storage.append([transaction(1)])
    storage.check()
    happen(path)
    let seq = 1
    const append = () => storage.append([transaction(++seq)])
    expect(append).toThrow(moved)
    expect(append).toThrow(message)
    expect(() => storage.check()).toThrow(moved)
    storage.close()
  })

  it('earlier commits are not lost, unless the file itself is', () => {
    const path = newFile()
    const storage = sqliteStorage(path)
    storage.append([transaction(1)])
    happen(path)
    expect(() => storage.check()).toThrow(moved)
    const left = [`${path}.old`, join(`${dirname(path)}.old`, 'swf.sqlite'), path].find(one =>
      existsSync(one),
    )
    // as after kill -9: the storage isn't closed
    if (left === undefined || /replaced|truncated/.test(String(message))) return storage.close()
    const copy = newFile()
    copyFileSync(left, copy)
    const again = sqliteStorage(copy)
    expect([...again.readAll()]).toEqual([transaction(1)])
    again.close()
    storage.close()
  })

  it('no request is acknowledged any longer', async () => {
    const db = newFile()
    const fatal: unknown[] = []
    const local = await createLocalSwf({ db, clock: testClock(), onFatal: error => fatal.push(error) })
    await local.swf.registerDomain({ name: 'a', workflowExecutionRetentionPeriodInDays: '1' })
    happen(db)
    const late = ['b', 'c', 'd'].map(name =>
      local.swf.registerDomain({ name, workflowExecutionRetentionPeriodInDays: '1' }),
    )
    const ends = await Promise.allSettled(late)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(fatal).toEqual([moved])
    await local.close()
  })

  it('this is detected within a second without a request, and waiting polls are rejected', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const db = newFile()
    const fatal: unknown[] = []
    const local = await createLocalSwf({ db, clock: testClock(), onFatal: error => fatal.push(error) })
    await local.swf.registerDomain({ name: 'a', workflowExecutionRetentionPeriodInDays: '1' })
    const poll = local.swf.pollForActivityTask({ domain: 'a', taskList: { name: 'l' } })
    vi.advanceTimersByTime(60_000)
    expect(fatal).toEqual([])
    happen(db)
    vi.advanceTimersByTime(1000)
    expect(fatal).toEqual([moved])
    await expect(poll).rejects.toMatchObject({ name: 'InternalFailure' })
    vi.advanceTimersByTime(60_000)
    expect(fatal).toHaveLength(1)
    await local.close()
  })
})

it('ignores that checkpoints make the file larger', () => {
  const path = newFile()
  const storage = sqliteStorage(path)
  for (let seq = 1; seq <= 300; seq++) {
    storage.append([{ ...transaction(seq), data: { a: 'x'.repeat(40_000) } }])
    storage.check()
  }
  expect(readFileSync(path).length).toBeGreaterThan(5_000_000)
  storage.close()
})

it('a closed local SWF no longer checks the file', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const db = newFile()
  const fatal: unknown[] = []
  const local = await createLocalSwf({ db, onFatal: error => fatal.push(error) })
  await local.close()
  rmSync(db)
  vi.advanceTimersByTime(10_000)
  expect(fatal).toEqual([])
})

it('closing does not change a file that has replaced the database, nor its write-ahead log', () => {
  const path = newFile()
  const other = newFile()
  const theirs = sqliteStorage(other)
  theirs.append([transaction(1), transaction(2), transaction(3)])
  for (const end of ['', '-wal']) copyFileSync(`${other}${end}`, `${other}.copy${end}`)
  theirs.close()

  const storage = sqliteStorage(path)
  storage.append([transaction(1)])
  for (const end of ['', '-wal']) renameSync(`${other}.copy${end}`, `${path}${end}`)
  const before = ['', '-wal'].map(end => readFileSync(`${path}${end}`, 'latin1'))
  expect(() => storage.append([transaction(2)])).toThrow(moved)
  storage.close()
  expect(['', '-wal'].map(end => readFileSync(`${path}${end}`, 'latin1'))).toEqual(before)
  const again = sqliteStorage(path)
  expect([...again.readAll()]).toHaveLength(3)
  again.close()
})

it.each([
  ['emptied', 0],
  ['cut', 4096],
])('a file that was %s is no longer written, and its write-ahead log is kept', (_, size) => {
  const path = newFile()
  const storage = sqliteStorage(path)
  storage.append([transaction(1)])
  truncateSync(path, size)
  const before = readFileSync(`${path}-wal`)
  expect(() => storage.append([transaction(2)])).toThrow(moved)
  storage.close()
  expect([readFileSync(path).length, readFileSync(`${path}-wal`)]).toEqual([size, before])
})

it('a server that starts after the deletion uses an empty file only if no write-ahead log is left', () => {
  const path = newFile()
  const first = sqliteStorage(path)
  first.append([transaction(1)])
  rmSync(path)
  rmSync(`${path}-lock`)
  // the rows are in the write-ahead log, which SQLite would delete
  expect(() => sqliteStorage(path)).toThrow(expect.objectContaining({ code: 'DB_DAMAGED' }))
  expect(existsSync(path)).toBe(false)
  rmSync(`${path}-wal`)
  const second = sqliteStorage(path)
  second.append([transaction(1)])
  expect(() => first.append([transaction(2)])).toThrow(moved)
  first.close()
  second.append([transaction(2)])
  expect([...second.readAll()]).toHaveLength(2)
  second.close()
})
