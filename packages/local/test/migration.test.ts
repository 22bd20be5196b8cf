import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { createLocalSwf, testClock } from '../src/index.ts'
import { attachDatabase, openDatabase, type Database } from '../src/storage/driver.ts'
import { tableOfFormat1 } from '../src/storage/format-1.ts'
import { migrate, type Migration } from '../src/storage/migrate.ts'
import { sqliteStorage } from '../src/storage/sqlite.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { TestService } from './test-service.ts'
import { killAll, startServer, type ServerProcess } from './server-process.ts'

afterEach(killAll)

/** A file that was written by a version with format 1, and the responses of that version. */
const written = fileURLToPath(new URL('logs/format-1.sqlite', import.meta.url))
const recorded = JSON.parse(readFileSync(new URL('logs/format-1.json', import.meta.url), 'utf8')) as {
  /** Epoch milliseconds. */
  readonly now: number
  readonly answers: readonly { readonly action: string; readonly input: object; readonly answer: unknown }[]
}
const rowsOfFormat1 = 45

const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')

function copied(from = written): string {
  const file = newFile()
  for (const end of ['', '-wal']) if (existsSync(from + end)) copyFileSync(from + end, file + end)
  return file
}

function read(file: string, onMigrated?: (migration: Migration) => void): Transaction[] {
  const storage = sqliteStorage(file, { onMigrated })
  try {
    return [...storage.readAll()]
  } finally {
    storage.close()
  }
}

/** The responses to the same requests that were sent when the file was written. */
function answersOf(log: readonly Transaction[]): unknown[] {
  const service = TestService.of(log)
  service.now = recorded.now
  return recorded.answers.map(({ action, input }) => ({ action, input, answer: service.send(action, input) }))
}

test('a migrated file of format 1 has the same contents as before, and is migrated only once', () => {
  const file = copied()
  const migrations: Migration[] = []
  const log = read(file, migration => migrations.push(migration))
  expect(answersOf(log)).toEqual(recorded.answers)
  expect(read(file, migration => migrations.push(migration))).toEqual(log)
  expect(migrations).toEqual([{ from: 1, to: 2, rows: rowsOfFormat1, region: 'us-east-1' }])
})

test('pending transitions and deadlines of a file of format 1 happen after its migration', async () => {
  const file = copied()
  const local = await createLocalSwf({ db: file, clock: testClock({ now: recorded.now }) })
  const { swf } = local
  const startTimeFilter = { oldestDate: new Date(0) }
  const { executionInfos } = await swf.listOpenWorkflowExecutions({ domain: 'd', startTimeFilter })
  const open = (id: string) =>
    executionInfos!.find(({ execution }) => execution!.workflowId === id)!.execution!
  expect(executionInfos!.map(({ execution }) => execution!.workflowId)).toContain('late kid')
  const eventsOf = async (id: string) => {
    const { events } = await swf.getWorkflowExecutionHistory({ domain: 'd', execution: open(id) })
    return events!
  }
  const signals = (await eventsOf('target')).map(
    event => event.workflowExecutionSignaledEventAttributes?.input,
  )
  expect(signals.filter(input => input !== undefined)).toEqual(['hello', 'late'])
  const lastTypes = (await eventsOf('parent')).slice(-2).map(({ eventType }) => eventType)
  expect(lastTypes).toContain('ExternalWorkflowExecutionSignaled')
  await local.close()
})

test('the main file has format 2 in its header after the migration, so that an earlier version refuses it', () => {
  const file = copied()
  const storage = sqliteStorage(file)
  const image = copied(file) // a copy of the file while the log is open
  expect(readFileSync(image).readUInt32BE(60)).toBe(2)
  storage.close()
})

test('a file opens with everything it had after a migration that died after any of its statements', () => {
  const file = copied()
  const images: string[] = []
  const database = attachDatabase(file)
  const dies = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          const result: unknown = Reflect.apply(value, target, given)
          images.push(copied(file))
          return name === 'prepare' ? dies(result as object) : result
        }
      },
    })
  database.exec('PRAGMA swf.cache_size = 2') // what doesn't fit goes to the write-ahead log before the commit
  migrate(dies<Database>(database), file, 'us-east-1', 2)
  database.close()
  expect(images.length).toBeGreaterThan(rowsOfFormat1)
  const log = read(copied())
  for (const image of images) expect(read(image)).toEqual(log)
})

test('a server that is killed while it migrates loses nothing', async () => {
  const file = newFile()
  const database = attachDatabase(file)
  const rows = 10_000
  database.exec(
    `PRAGMA swf.application_id = ${0x72535746}; PRAGMA swf.user_version = 1; CREATE TABLE swf.${tableOfFormat1}; BEGIN`,
  )
  const insert = database.prepare(`INSERT INTO swf.log VALUES (?, 1700000000000, 'domain-registered', ?, ?)`)
  const body = JSON.stringify({ data: { retention: '1', tags: [], description: 'x'.repeat(500) } })
  for (let seq = 1; seq <= rows; seq++) insert.run(seq, `domain-${seq}`, body)
  database.exec('COMMIT; PRAGMA swf.journal_mode = WAL')
  database.close()
  const { size } = statSync(file)
  const formats: number[] = []
  for (const share of [0, 0.3, 0.6, 1]) {
    const server = await killedWhen(file, () => sizeOf(`${file}-wal`) > share * size)
    if (server !== undefined) await server.stop('SIGKILL')
    const image = openDatabase(copied(file))
    const one = <T>(sql: string) => image.prepare(sql).get() as T
    formats.push(one<{ user_version: number }>('PRAGMA user_version').user_version)
    expect(one('SELECT count(*) AS count, max(seq) AS last FROM log')).toMatchObject({
      count: rows,
      last: rows,
    })
    image.close()
  }
  expect(formats[0]).toBe(1)
  expect(read(file)).toHaveLength(rows)
})

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** Starts a server with a file and kills it when a condition holds. Returns the server if it listens before that. */
async function killedWhen(file: string, condition: () => boolean): Promise<ServerProcess | undefined> {
  const looking = setInterval(() => condition() && killAll(), 1)
  try {
    return await startServer('--db', file)
  } catch {
    return undefined
  } finally {
    clearInterval(looking)
  }
}
