import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { schedule } from '../src/index.ts'
import { day, fixture, hour, minute, report, type Fixture } from './fixture.ts'

/** The dates of 2026, as `2026-01-01`. */
const dates = Array.from({ length: 365 }, (_, i) =>
  new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
)

/** 02:30 in Berlin: at 01:30 in winter and at 00:30 in summer. On March 29 the clocks skip it, on October 25 they show it twice. */
const inBerlin = dates.map(date => {
  if (date === '2026-03-29') return `${date}T01:00:00.000Z`
  return date > '2026-03-29' && date <= '2026-10-25' ? `${date}T00:30:00.000Z` : `${date}T01:30:00.000Z`
})
/** 09:00 in New York, from Monday to Friday. */
const inNewYork = dates
  .filter(date => ![0, 6].includes(new Date(date).getUTCDay()))
  .map(date =>
    date >= '2026-03-08' && date < '2026-11-01' ? `${date}T13:00:00.000Z` : `${date}T14:00:00.000Z`,
  )
/** Every 12 hours in UTC. */
const twiceADay = dates.flatMap(date => [`${date}T00:00:00.000Z`, `${date}T12:00:00.000Z`]).slice(1)

const runsOf = (runs: Fixture['runs'], name: string) =>
  runs.filter(({ workflowId }) => workflowId.startsWith(`${name}.`)).map(({ time }) => time)

it('runs each time of a year once: both changes of the clocks, deployments, deciders and the server away for a day', async () => {
  const db = join(mkdtempSync(join(tmpdir(), 'year-')), 'swf.sqlite')
  const runs: Fixture['runs'] = []
  const options = { workflow: report, input: 'daily', overlap: 'allow', catchUp: '25h' } as const
  {
    await using here = await fixture({ db })
    await here.deploy()
    const { schedules } = here.client
    await schedules.create(
      schedule({ name: 'berlin', cron: '30 2 * * *', timeZone: 'Europe/Berlin', ...options }),
    )
    await schedules.create(
      schedule({ name: 'work', cron: '0 9 * * 1-5', timeZone: 'America/New_York', ...options }),
    )
    await schedules.create(schedule({ name: 'twice', every: '12h', ...options }))
    for (let month = 1; month <= 6; month++) {
      await here.pass(25 * day + 7 * hour)
      await here.withdraw()
      if (month === 3) await here.clock.advance(day) // over the change of the clocks
      await here.deploy()
      await here.pass(minute)
    }
    runs.push(...here.runs)
    expect(here.errors).toEqual([])
    await here.withdraw()
    await here.pass(0)
    options satisfies object
    expect(here.clock.now()).toBeLessThan(Date.UTC(2026, 6, 1))
    ends = here.clock.now()
  }
  {
    await using here = await fixture({ db, now: new Date(ends + day).toISOString() })
    await here.deploy()
    await here.pass(Date.UTC(2027, 0, 1) - 1 - here.clock.now())
    runs.push(...here.runs)
    expect(here.errors).toEqual([])
    const { status } = await here.client.schedules.describe('twice')
    expect(status!.counts).toEqual({ started: 729, skipped: 0, missed: 0, failed: 0 })
  }
  expect(runsOf(runs, 'berlin')).toEqual(inBerlin)
  expect(runsOf(runs, 'work')).toEqual(inNewYork)
  expect(runsOf(runs, 'twice')).toEqual(twiceADay)
})

let ends = 0
