import { statSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, expect, onTestFailed, test } from 'vitest'
import { killAll, startServer } from '../server-process.ts'
import { faultsOfLedger } from './check-ledger.ts'
import { countOpen, Load, register } from './load.ts'
import { faultsOfLog } from './log-checker.ts'
import { copyOf, newFile, readLog } from './read-log.ts'
import { Service } from './service.ts'

afterEach(killAll)

const kills = Number(process.env.REYIELD_KILLS ?? (process.env.REYIELD_DEEP === '1' ? 50 : 3))

/** Random values. A failed test prints the seed, and `REYIELD_SEED` sets it. */
function random<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] {
  const seed = Number(process.env.REYIELD_SEED ?? Date.now() % 2 ** 31)
  onTestFailed(() => console.error(`REYIELD_SEED=${seed}`))
  return fc.sample(arbitrary, { seed, numRuns })
}

const faultsIn = (file: string) => faultsOfLog(readLog(file))

/** Waits until a condition holds. */
async function until(done: () => Promise<boolean>, deadlineMs = 60_000): Promise<void> {
  const end = Date.now() + deadlineMs
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`nothing after ${deadlineMs} ms`)
    await pause(50)
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const time = { timeout: 60_000 + kills * 3000 }

test(
  'keeps everything that was acknowledged when it is killed under load again and again, and every execution closes',
  time,
  async () => {
    const file = newFile()
    const service = new Service(file)
    await register(service)
    const load = new Load(service)
    const moments = random(fc.record({ answers: fc.integer({ min: 100, max: 600 }), ms: fc.nat(15) }), kills)
    for (const { answers, ms } of moments) {
      await service.afterAnswers(answers)
      await pause(ms)
      await service.replace()
      expect(faultsIn(file)).toEqual([])
    }
    await load.stopStarting()
    await until(async () => (await countOpen(service)) === 0)
    await load.stop()
    await service.kill()

    expect(faultsIn(file)).toEqual([])
    const log = readLog(file)
    expect(faultsOfLedger(load.ledger, log)).toEqual([])
    const all = log.flatMap(({ events = [] }) => events.map(({ eventType }) => eventType))
    const of = (type: string) => all.filter(one => one === type).length
    expect(of('WorkflowExecutionCompleted')).toBe(of('WorkflowExecutionStarted'))
    expect(load.ledger.starts.size).toBeGreaterThan(20 * kills)
  },
)

/** The file of a service that was killed under load. */
async function killedAtWork(): Promise<string> {
  const file = newFile()
  const service = new Service(file)
  await register(service)
  const load = new Load(service)
  await service.afterAnswers(500)
  await service.kill()
  await load.giveUp()
  return file
}

test('starts again with everything in the log after it was killed during a start', time, async () => {
  const file = await killedAtWork()
  let before = readLog(file)
  for (const ms of random(fc.nat(400), kills)) {
    const starting = startServer('--db', file)
    await pause(ms)
    killAll()
    await starting.then(server => server.stop('SIGKILL')).catch(() => {})
    const log = readLog(file)
    expect(log.slice(0, before.length)).toEqual(before)
    expect(faultsIn(file)).toEqual([])
    before = log
  }
})

test(
  'a write-ahead log that is truncated anywhere leaves a log that is complete up to there',
  time,
  async () => {
    const file = await killedAtWork()
    const all = readLog(file)
    const { size } = statSync(`${file}-wal`)
    const lengths = random(fc.nat(size), 20).map(bytes => {
      const cut = copyOf(file, bytes)
      const log = readLog(cut)
      expect(log).toEqual(all.slice(0, log.length))
      expect(faultsIn(cut)).toEqual([])
      return log.length
    })
    expect(Math.min(...lengths)).toBeLessThan(all.length)

    const cut = copyOf(file, Math.floor(size / 2))
    const server = await startServer('--db', cut)
    expect(await server.stop()).toBe(0)
    expect(faultsIn(cut)).toEqual([])
  },
)
