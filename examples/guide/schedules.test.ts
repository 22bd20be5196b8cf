import { setImmediate } from 'node:timers/promises'
import { createClient } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { withSchedules } from '@reyield/schedules'
import { expect, it } from 'vitest'
import { deploySchedules, nightlyReport, repeatWeek, startWorker } from './schedules.ts'

it('the nightly report of the guide runs each night, and again for the nights of a week', async () => {
  const clock = testClock({ now: Date.UTC(2026, 2, 28, 12) })
  const local = await createLocalSwf({ clock, pollSeconds: 3600 })
  const { swf } = local
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const worker = startWorker({ swf, domain: 'shop', logger: silent })
  await worker.ready
  const client = withSchedules(createClient({ swf, domain: 'shop' }))
  /** Waits for so many reports, newest first. */
  const reports = async (count: number) => {
    const query = { status: 'CLOSED', workflow: nightlyReport } as const
    for (let turn = 0; (await client.count(query)).count < count; turn++) {
      await setImmediate()
      if (turn % 40 === 39) await clock.advance('10m')
    }
    const results: string[] = []
    for await (const { handle } of client.list(query)) results.push(await handle.result())
    return results.sort()
  }
  await deploySchedules(client)
  await deploySchedules(client) // again: nothing changes
  expect(await reports(2)).toEqual(['sales: 10 orders on 2026-03-29', 'sales: 10 orders on 2026-03-30'])
  await repeatWeek(new Date('2026-03-01T00:00Z'), client)
  expect((await reports(9)).slice(0, 7)).toEqual(
    ['01', '02', '03', '04', '05', '06', '07'].map(date => `sales: 10 orders on 2026-03-${date}`),
  )
  await worker.stop({ now: true })
  await local.close()
})
