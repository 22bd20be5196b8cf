import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { backupDatabase, checkDatabase, createLocalSwf, salvageHistories } from '../src/index.ts'
import { sqliteStorage } from '../src/storage/sqlite.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { complete, marker, TestService } from './test-service.ts'
import { killAll, runToEnd, startServer } from './server-process.ts'

afterEach(killAll)

const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
const clean = (log: readonly Transaction[]) => JSON.parse(JSON.stringify(log)) as Transaction[]

/** A log of executions with inputs of many sizes, also larger than a page, and its file. */
function written(executions = 25): { file: string; log: Transaction[] } {
  const service = new TestService().registered()
  for (let n = 0; n < executions; n++) {
    service.start({ workflowId: `w${n}`, input: 'x'.repeat((n * 397) % 11_000) })
    service.decide([marker('m', 'y'.repeat(n * 20)), complete()])
  }
  const file = newFile()
  const storage = sqliteStorage(file)
  for (const transaction of service.log) storage.append([transaction])
  storage.remove([3, 4, 9])
  storage.close()
  return { file, log: clean(service.log).filter(({ seq }) => ![3, 4, 9].includes(seq)) }
}

function read(file: string): Transaction[] {
  const storage = sqliteStorage(file)
  try {
    return [...storage.readAll()]
  } finally {
    storage.release()
  }
}

function flipped(file: string, bit: number, end = ''): string {
  const copy = newFile()
  for (const each of ['', '-wal']) if (existsSync(file + each)) copyFileSync(file + each, copy + each)
  const bytes = readFileSync(copy + end)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  writeFileSync(copy + end, bytes)
  return copy
}

const named = /^(DB_DAMAGED|DB_FOREIGN|DB_TOO_NEW)$/

const flips = process.env.REYIELD_DEEP === '1' ? 2000 : 250

test(
  'a flipped bit anywhere in a file is reported, or does not change the log',
  { timeout: 60_000 + flips * 100 },
  () => {
    const { file, log } = written()
    const bits = statSync(file).size * 8
    const seen = { harmless: 0, named: 0 }
    // half of them are in the first page, which has the header and the schema
    const anywhere = fc.oneof(fc.nat(4096 * 8 - 1), fc.nat(bits - 1))
    fc.assert(
      fc.property(anywhere, bit => {
        const copy = flipped(file, bit)
        try {
          expect(read(copy)).toEqual(log)
          seen.harmless++
        } catch (error) {
          const { code, message } = error as { code?: string; message: string }
          expect(code).toMatch(named)
          expect(message).toContain(copy)
          expect(message).not.toMatch(/xxxx|yyyy/)
          seen.named++
        }
      }),
      { numRuns: flips },
    )
    expect(Math.min(seen.harmless, seen.named)).toBeGreaterThan(10)
  },
)

test('the error for a flipped bit names the row, its execution, and what is intact before it', async () => {
  const { file, log } = written()
  const place = readFileSync(file).indexOf(`"input":"${'x'.repeat(397 * 5)}`) + 500
  const copy = flipped(file, place * 8)
  const about = log.find(({ key, kind }) => kind === 'execution-started' && key.includes('w5'))!
  const before = log[log.indexOf(about) - 1]!
  const expected =
    `${copy} is damaged: row ${about.seq} (its checksum doesn't match; about ${about.key}). ` +
    `Rows up to ${before.seq}, written until ${new Date(before.at).toISOString()}, are intact.`
  await expect(createLocalSwf({ db: copy })).rejects.toMatchObject({
    code: 'DB_DAMAGED',
    message: expect.stringContaining(expected) as string,
  })
})

test("a row that matches its checksum but can't be applied is reported", async () => {
  const file = newFile()
  const storage = sqliteStorage(file)
  storage.append([{ seq: 1, at: 5, kind: 'domain-tagged', key: 'us-east-1/nowhere', data: { tags: [] } }])
  storage.close()
  const message = expect.stringContaining("row 1 (it can't be applied after the previous rows") as string
  await expect(createLocalSwf({ db: file })).rejects.toMatchObject({ code: 'DB_DAMAGED', message })
  expect(checkDatabase(file).problems).toEqual([expect.stringContaining("row 1 (it can't be applied")])
})

describe('a write-ahead log', () => {
  test('with a bad frame before later commits is refused, and the check reports what follows it', () => {
    const { file, log } = written()
    const storage = sqliteStorage(file)
    const at = log.at(-1)!.at
    let seq = log.at(-1)!.seq
    for (let n = 0; n < 5; n++) storage.append([{ ...log[0]!, seq: ++seq, at, key: `d${n}` }])
    const wal = `${file}-wal`
    const frames = (statSync(wal).size - 32) / 4120
    const second = (32 + 4120 + 24 + 100) * 8
    const copy = flipped(file, second, '-wal')
    expect(() => read(copy)).toThrow(expect.objectContaining({ code: 'DB_DAMAGED' }))
    expect(checkDatabase(copy).problems).toEqual([
      `${copy}-wal has a bad frame, 2 of ${frames}; SQLite ignores ${frames - 1} frames from there on. They contain acknowledged rows`,
    ])
    const last = (32 + (frames - 1) * 4120 + 24 + 100) * 8
    const end = flipped(file, last, '-wal')
    expect(checkDatabase(end)).toMatchObject({ problems: [], notes: [expect.stringContaining('1 frame ')] })
    storage.close()
  })
})

test('swf-local check reports whether a file is healthy, and export --salvage exports what is readable', async () => {
  const { file, log } = written()
  expect(await runToEnd('check', '--db', file)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^healthy/) as string,
  })
  const place = readFileSync(file).indexOf(`"input":"${'x'.repeat(397 * 5)}`) + 500
  const copy = flipped(file, place * 8)
  const { code, out } = await runToEnd('check', '--db', copy)
  expect(code).toBe(1)
  expect(out).toMatch(/^damaged: row \d+ \(its checksum doesn't match; about .*w5/)
  const { histories, leftOut } = salvageHistories(copy)
  const all = new Set(log.filter(({ events }) => events).map(({ key }) => key))
  expect(histories.length).toBe(salvageHistories(file).histories.length - 1)
  expect(histories.length).toBeLessThan(all.size)
  const started = log.find(({ key, kind }) => kind === 'execution-started' && key.includes('w5'))!
  expect(leftOut).toEqual([
    `row ${started.seq} (its checksum doesn't match; about ${started.key})`,
    // its first row was removed
    expect.stringMatching(/^4 events of .*w0.* after its event 0, because the next one is missing$/),
    `4 events of ${started.key} after its event 0, because the next one is missing`,
  ])
  const saved = await runToEnd('export', '--salvage', '--db', copy)
  expect(JSON.parse(saved.out)).toEqual(histories)
  expect(saved.err).toBe(leftOut.map(line => `left out: ${line}\n`).join(''))
})

test('a killed backup leaves no incomplete copy, and the next one succeeds', async () => {
  const file = newFile()
  const storage = sqliteStorage(file)
  const row = { at: 5, kind: 'domain', key: 'us-east-1/d', data: { a: 'x'.repeat(30_000) } } as const
  for (let n = 0; n < 1000; n += 100)
    storage.append(Array.from({ length: 100 }, (_, i) => ({ ...row, seq: n + i + 1 })))
  storage.close()
  const copy = `${file}-copy`
  const begun = new Promise<void>(resolve => {
    const watcher = watch(dirname(file), (_, name) => {
      if (!name?.endsWith('.part')) return
      watcher.close()
      resolve()
    })
  })
  const killed = runToEnd('backup', '--db', file, '--to', copy)
  await begun
  killAll()
  expect(await killed).toEqual({ code: null, out: '', err: '' })
  expect(existsSync(copy)).toBe(false)
  expect(await runToEnd('backup', '--db', file, '--to', copy)).toMatchObject({ code: 0, err: '' })
  expect(read(copy).length).toBe(1000)
})

test('a backup of a running server under load has everything that was acknowledged before it, and overwrites no file', async () => {
  const file = newFile()
  const server = await startServer('--db', file)
  const call = async (action: string, input: object) => {
    const headers = { 'X-Amz-Target': `SimpleWorkflowService.${action}` }
    const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(input) })
    if (response.status !== 200) throw new Error(await response.text())
  }
  await call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  const acknowledged: string[] = []
  let loading = true
  const loads = [1, 2, 3, 4].map(async client => {
    for (let n = 0; loading; n++) {
      const name = `${client}-${n}`
      await call('RegisterWorkflowType', { domain: 'd', name, version: '1' })
      acknowledged.push(name)
    }
  })
  for (let n = 0; n < 3; n++) {
    await new Promise(resolve => setTimeout(resolve, 200))
    const copy = `${file}-copy-${n}`
    const before = [...acknowledged]
    expect(await runToEnd('backup', '--db', file, '--to', copy)).toMatchObject({ code: 0, err: '' })
    const names = new Set(read(copy).map(({ key }) => key.split('/').at(-2)))
    expect(before.filter(name => !names.has(name))).toEqual([])
    expect(() => backupDatabase(file, copy)).toThrow(expect.objectContaining({ code: 'BACKUP_EXISTS' }))
  }
  loading = false
  await Promise.all(loads)
  expect(await runToEnd('check', '--db', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('DB_LOCKED') as string,
  })
  expect(await server.stop()).toBe(0)
  expect(checkDatabase(file).problems).toEqual([])
})
