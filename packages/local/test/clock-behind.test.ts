import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLocalSwf, realClock, testClock, type LocalSwfWarning } from '../src/index.ts'
import { killAll, startServer } from './server-process.ts'

afterEach(() => {
  vi.useRealTimers()
  killAll()
})

const hour = 3_600_000
const domain = 'd'
const workflowType = { name: 'w', version: '1' }

/** A database that was written with a clock that was ahead, with an execution that times out after this number of seconds. */
async function written(
  ahead: number,
  timeout: number,
): Promise<{ db: string; execution: { workflowId: string; runId: string } }> {
  const db = join(mkdtempSync(join(tmpdir(), 'swf-local-')), 'swf.sqlite')
  const local = await createLocalSwf({ db, clock: testClock({ now: Date.now() + ahead }) })
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain, ...workflowType })
  const { runId } = await local.swf.startWorkflowExecution({
    domain,
    workflowId: 'a',
    workflowType,
    taskList: { name: 'l' },
    executionStartToCloseTimeout: String(timeout),
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
  await local.close()
  return { db, execution: { workflowId: 'a', runId: runId! } }
}

interface HealthBody {
  status: string
  version: string
  clock: { now: string; wallClockBehindSeconds: number; until?: string }
  database: string
}
const health = async (url: string) => {
  const response = await fetch(`${url}/health`)
  return [response.status, await response.json()] as [number, HealthBody]
}

describe('with a machine clock that is behind the last time in the log', () => {
  test('timeouts still happen', async () => {
    const { db, execution } = await written(2 * hour, 1)
    const local = await createLocalSwf({ db, onWarning: () => undefined })
    await local.swf.closed({ domain, ...execution }, { abortSignal: AbortSignal.timeout(20_000) })
    const { executionInfo } = await local.swf.describeWorkflowExecution({ domain, execution })
    expect(executionInfo!.closeStatus).toBe('TIMED_OUT')
    await local.close()
  })

  test('the start warns by how much and until when (CLOCK_BEHIND)', async () => {
    const { db } = await written(2 * hour, 3600)
    const warnings: LocalSwfWarning[] = []
    const local = await createLocalSwf({ db, onWarning: warning => warnings.push(warning) })
    await local.close()
    expect(warnings.map(({ code }) => code)).toEqual(['CLOCK_BEHIND'])
    expect(warnings[0]!.message).toMatch(
      /^The clock of this machine is (7199|7200) s behind the last time in the log\. Until 20\d\d-/,
    )
  })

  test('there is no warning if it is not behind, or with a test clock', async () => {
    const { db } = await written(0, 3600)
    const onWarning = () => expect.unreachable()
    await (await createLocalSwf({ db, onWarning })).close()
    const ahead = await written(2 * hour, 3600)
    await (await createLocalSwf({ db: ahead.db, clock: testClock(), onWarning })).close()
  })

  test('time continues after each restart where it was before, and /health shows it', async () => {
    const { db } = await written(400 * 24 * hour, 3600)
    let last = 0
    for (let restart = 0; restart < 3; restart++) {
      const server = await startServer('--db', db)
      const [status, { clock, version, ...rest }] = await health(server.url)
      expect([status, rest, version]).toEqual([
        200,
        { status: 'ok', database: 'ok' },
        expect.stringMatching(/^\d+\./),
      ])
      expect(clock.wallClockBehindSeconds).toBeGreaterThan(399 * 24 * 3600)
      expect(Date.parse(clock.until!)).toBeGreaterThan(Date.parse(clock.now))
      expect(Date.parse(clock.now)).toBeGreaterThan(last)
      last = Date.parse(clock.now)
      await server.stop()
    }
  })

  test('time is recorded each minute, so a killed server loses less', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { db } = await written(2 * hour, 3600)
    let monotonic = 0
    const wall = Date.now()
    const clock = () => realClock({ wall: () => wall, monotonic: () => monotonic })
    const local = await createLocalSwf({ db, clock: clock(), onWarning: () => undefined })
    const begun = local.clock.now()
    for (let minute = 0; minute < 3; minute++) {
      monotonic += 60_000
      vi.advanceTimersByTime(60_000)
      await new Promise(resolve => setImmediate(resolve))
    }
    // the files that a server leaves if it's killed now
    const left = `${db}.left`
    for (const end of ['', '-wal']) copyFileSync(db + end, left + end)
    await local.close()
    const again = await createLocalSwf({ db: left, clock: clock(), onWarning: () => undefined })
    expect(again.clock.now() - begun).toBe(3 * 54_000)
    await again.close()
  })

  test('time is recorded at the close, even if nothing else happened', async () => {
    const { db } = await written(2 * hour, 3600)
    let monotonic = 0
    const wall = Date.now()
    const clock = () => realClock({ wall: () => wall, monotonic: () => monotonic })
    const begun: number[] = []
    for (let restart = 0; restart < 3; restart++) {
      const local = await createLocalSwf({ db, clock: clock(), onWarning: () => undefined })
      begun.push(local.clock.now())
      monotonic += 10_000
      await local.close()
    }
    expect(begun.map(at => at - begun[0]!)).toEqual([0, 9000, 18_000])
  })
})

test('/health returns 503 when the log can no longer be written', async () => {
  const { db } = await written(0, 3600)
  const local = await createLocalSwf({ db, onFatal: () => undefined })
  const { url } = await local.listen()
  expect((await health(url))[0]).toBe(200)
  await import('node:fs/promises').then(({ rm }) => rm(db))
  for (let [status] = await health(url); status === 200; [status] = await health(url)) {
    await new Promise(resolve => setImmediate(resolve))
  }
  const [status, body] = await health(url)
  expect([status, body.status, body.database]).toEqual([503, 'failed', 'failed'])
  await local.close()
})
