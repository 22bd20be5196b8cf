import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { schedule } from '../src/index.ts'
import { day, fixture, minute, report, type Fixture } from './fixture.ts'

/** A part of the year 2026. Times are in ISO 8601. */
export interface Period {
  readonly from: string
  readonly until: string
  /** New deciders replace the old ones after so many milliseconds, again and again. */
  readonly deployEvery: number
  /** When the deciders are away for a day. */
  readonly decidersAway: string
  /** When the server is away for a day. */
  readonly serverAway: string
}

/** The dates of 2026, as `2026-01-01`. */
const dates = Array.from({ length: 365 }, (_, i) =>
  new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
)

/** The times of three schedules in 2026, found without a library. */
const expected = {
  // 02:30 in Berlin. On March 29 the clocks skip it, on October 25 they show it twice
  berlin: dates.map(date => {
    if (date === '2026-03-29') return `${date}T01:00:00.000Z`
    const isSummer = date > '2026-03-29' && date <= '2026-10-25'
    return isSummer ? `${date}T00:30:00.000Z` : `${date}T01:30:00.000Z`
  }),
  // 09:00 in New York, from Monday to Friday
  work: dates
    .filter(date => ![0, 6].includes(new Date(date).getUTCDay()))
    .map(date => `${date}T${date >= '2026-03-08' && date < '2026-11-01' ? 13 : 14}:00:00.000Z`),
  twice: dates.flatMap(date => [`${date}T00:00:00.000Z`, `${date}T12:00:00.000Z`]),
}

const options = { workflow: report, input: 'daily', overlap: 'allow', catchUp: '25h' } as const
const schedules = [
  schedule({ name: 'berlin', cron: '30 2 * * *', timeZone: 'Europe/Berlin', ...options }),
  schedule({ name: 'work', cron: '0 9 * * 1-5', timeZone: 'America/New_York', ...options }),
  schedule({ name: 'twice', every: '12h', ...options }),
]

/** Runs three schedules through a period, and expects a run for each of their times, and no others. */
export async function expectEachTimeOnce(period: Period): Promise<void> {
  const db = join(mkdtempSync(join(tmpdir(), 'period-')), 'swf.sqlite')
  const [serverAway, until] = [Date.parse(period.serverAway), Date.parse(period.until)]
  const runs: Fixture['runs'] = []
  {
    await using here = await fixture({ db, now: period.from })
    await here.deploy()
    for (const each of schedules) await here.client.schedules.create(each)
    await through(here, period, serverAway)
    runs.push(...here.runs)
  }
  {
    await using here = await fixture({ db, now: new Date(serverAway + day).toISOString() })
    await here.deploy()
    await through(here, period, until)
    runs.push(...here.runs)
  }
  const [from, to] = [new Date(period.from).toISOString(), new Date(until).toISOString()]
  for (const [name, times] of Object.entries(expected)) {
    const found = runs.filter(({ workflowId }) => workflowId.startsWith(`${name}.`)).map(({ time }) => time)
    expect([name, ...found]).toEqual([name, ...times.filter(time => time > from && time < to)])
  }
}

/** Goes to a time, with deployments and the absence of deciders on the way. */
async function through(here: Fixture, { deployEvery, ...period }: Period, until: number): Promise<void> {
  const decidersAway = Date.parse(period.decidersAway)
  for (let now = here.clock.now(); now < until; now = here.clock.now()) {
    const isBefore = now < decidersAway && decidersAway < until
    const next = Math.min(now + deployEvery, isBefore ? decidersAway : until, until)
    await here.pass(next - now - (next === until ? 1 : 0))
    if (next === until) break
    await here.withdraw()
    if (next === decidersAway) await here.clock.advance(day)
    await here.deploy()
    await here.pass(minute)
  }
  expect(here.errors).toEqual([])
}
