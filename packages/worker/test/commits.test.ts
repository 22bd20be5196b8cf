import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { createWorker, type AnyWorkerOptions } from '../src/index.ts'
import { keptLog } from './fixture.ts'

const impl = { step: async (n: number) => n }
const { step } = activities<typeof impl>({ startToClose: '1m' })
const serial = workflow(
  { name: 'serial', taskList: 'main', executionStartToClose: '1h' },
  async function* (steps: number) {
    for (let n = 0; n < steps; n++) yield* step(n)
  },
)

/**
 * The number of transactions that SQLite has committed since the write-ahead log was last restarted: the frames with the salt of the
 * log's header that contain the size of the database (SQLite's "Database File Format", section 4).
 */
function commitsIn(database: string): number {
  const log = readFileSync(`${database}-wal`)
  const frameBytes = 24 + log.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frameBytes <= log.length; at += frameBytes)
    if (log.readBigUInt64BE(at + 8) === log.readBigUInt64BE(16) && log.readUInt32BE(at + 4) > 0) commits++
  return commits
}

it.each<[string, Partial<AnyWorkerOptions>]>([
  ['', {}],
  [' without a cache', { cache: false }],
  [' with one slot of each kind', { concurrency: { decisions: 1, activities: 1 } }],
])('a worker%s needs two commits a step, and two for the start and the end', async (_, options) => {
  const db = join(mkdtempSync(join(tmpdir(), 'commits-')), 'swf.sqlite')
  const local = await createLocalSwf({ db, clock: testClock() })
  const { swf } = local
  const { logger } = keptLog()
  const common = { swf, domain: 'test', taskList: 'main', logger }
  const worker = createWorker({ ...common, workflows: [serial], activities: impl, ...options })
  await worker.ready
  const client = createClient({ swf, domain: 'test' })
  const commitsOf = async (steps: number) => {
    const before = commitsIn(db)
    await (await client.start(serial, steps)).result()
    return commitsIn(db) - before
  }
  const commits: number[] = []
  for (const steps of [0, 1, 2, 10, 30]) commits.push(await commitsOf(steps))
  await worker.stop({ now: true })
  await local.close()
  expect(commits).toEqual([2, 4, 6, 22, 62])
})
