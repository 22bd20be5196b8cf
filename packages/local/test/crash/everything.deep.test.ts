import { statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, onTestFailed, test } from 'vitest'
import { killAll } from '../server-process.ts'
import { faultsOfLedger } from './check-ledger.ts'
import { HostileClients } from './hostile-clients.ts'
import { Ledger, Load, register } from './load.ts'
import { faultsOfLog, type LogRow } from './log-checker.ts'
import { figuresOf, hasFigures } from './process-figures.ts'
import { newFile, readLog, readRemoved } from './read-log.ts'
import { Service } from './service.ts'
import { mayMount, SmallDisk } from './small-disk.ts'
import { WallClock } from './wall-clock.ts'

afterEach(killAll)

const minutes = Number(process.env.REYIELD_MINUTES ?? 10)
const second = 1000
const hour = 3600 * second
/** The duration of a round's load, in milliseconds. */
const roundTime = 15 * second

/**
 * Rounds in which the disk is full, if a small disk can be mounted. Each third round begins a day later, so that retention
 * passes.
 */
const mishaps = fc.record({
  end: fc.constantFrom('killed', 'disk full'),
  steps: fc.array(fc.integer({ min: -2 * hour, max: 2 * hour }), { minLength: 1, maxLength: 4 }),
})

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function until(done: () => boolean, deadline: number): Promise<boolean> {
  const end = Date.now() + deadline
  while (!done() && Date.now() < end) await pause(50)
  return done()
}

/** Checks the log after a round, and that it contains everything that was acknowledged. */
function faultsOfRound(file: string, ledger: Ledger, before: number): string[] {
  const log = readLog(file)
  const rows = log.filter(({ seq }) => seq > before)
  return [...faultsOfLog(log, readRemoved(file)), ...faultsOfLedger(ledger, rows)]
}

const lastOf = (log: readonly LogRow[]) => log.at(-1)?.seq ?? 0

test.skipIf(!hasFigures)(
  `loses nothing in ${minutes} minutes of kills, full disks, clock steps, slow and hostile clients, and uses no more memory at the end`,
  { timeout: (minutes + 5) * 60 * second },
  async () => {
    const seed = Number(process.env.REYIELD_SEED ?? Date.now() % 2 ** 31)
    onTestFailed(() => console.error(`REYIELD_SEED=${seed}`))
    const disk = mayMount() ? new SmallDisk(200_000) : undefined
    const file = disk === undefined ? newFile() : join(disk.folder, 'swf.sqlite')
    const clock = new WallClock()
    const service = new Service(file, clock.environment)
    await register(service)
    const figures: { megabytes: number; descriptors: number; fileMegabytes: number }[] = []
    onTestFailed(() => console.error(figures))
    const rounds = fc.sample(mishaps, {
      seed,
      numRuns: Math.ceil((minutes * 60 * second) / (roundTime + 5000)),
    })
    for (const [n, { end, steps }] of rounds.entries()) {
      const before = lastOf(readLog(file))
      const ledger = new Ledger(`r${n}.`)
      const load = new Load(service, ledger)
      const hostile = new HostileClients(async () => (await service.serving).port)
      for (const step of steps) {
        await pause(roundTime / steps.length)
        clock.step(step)
      }
      const { pid } = (await service.serving).child
      const { megabytes } = figuresOf(pid!)
      await hostile.stop()
      if (end === 'disk full' && disk !== undefined) {
        disk.fill(300)
        await pause(2 * second)
      }
      // the connections of the hostile clients are closed, and only those of the load are left
      const atRest = await until(() => figuresOf(pid!).descriptors < 100, 10 * second)
      expect(atRest).toBe(true)
      figures.push({ ...figuresOf(pid!), megabytes, fileMegabytes: statSync(file).size / 2 ** 20 })
      await service.kill()
      await load.giveUp()
      expect(faultsOfRound(file, ledger, before)).toEqual([])
      disk?.makeRoom()
      if (n % 3 === 2) clock.step(30 * hour)
      await service.replace()
    }
    await service.kill()
    disk?.remove()
    const third = Math.floor(figures.length / 3)
    const most = (of: 'megabytes' | 'fileMegabytes', some: typeof figures) =>
      Math.max(...some.map(f => f[of]))
    for (const of of ['megabytes', 'fileMegabytes'] as const) {
      const early = most(of, figures.slice(third, 2 * third))
      expect(most(of, figures.slice(2 * third)), of).toBeLessThan(1.5 * early + 10)
    }
  },
)
