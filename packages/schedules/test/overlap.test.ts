import { describe, expect, it } from 'vitest'
import { schedule, type ScheduleOptions } from '../src/index.ts'
import { day, finished, fixture, hour, longReport, minute, report, second, type Fixture } from './fixture.ts'

const hourly = (options: Partial<ScheduleOptions<void>> = {}) =>
  schedule({ name: 'job', cron: '0 * * * *', workflow: longReport, ...options } as ScheduleOptions<void>)

/** What a schedule has done, and what it waits for. */
async function stateOf(here: Fixture) {
  const { status } = await here.client.schedules.describe('job')
  const { counts, waiting, problem } = status!
  return {
    counts,
    ...(waiting === undefined ? {} : { waiting: new Date(waiting.time).toISOString() }),
    ...(problem === undefined ? {} : { problem: problem.message }),
  }
}
const counts = { started: 0, skipped: 0, missed: 0, failed: 0 }
const at = (runs: Fixture['runs']) => runs.map(({ at }) => at.slice(11, 19))
const finish = (here: Fixture, workflowId = 'job.run') =>
  here.client.handle(longReport, { workflowId }).signal(finished)

describe('a run that is still open at the next time', () => {
  it('makes the schedule skip the time, also after the schedule has continued as new', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly())
    await here.pass(2 * hour)
    await here.client.schedules.update(hourly({ jitter: '1s' })) // continues as new only if tags change
    await here.client.schedules.update(hourly({ cron: '0,30 * * * *' }))
    await here.pass(hour)
    expect(here.events('schedule.job')).toHaveLength(2)
    expect(await stateOf(here)).toEqual({ counts: { ...counts, started: 1, skipped: 3 } })
    await finish(here)
    await here.pass(hour / 2)
    expect(at(here.runs)).toEqual(['01:00:00', '03:30:00'])
  })

  it('makes one run wait with bufferOne, which asks again after 10 s and then after twice as long', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly({ overlap: 'bufferOne' }))
    await here.pass(3 * hour + minute)
    expect(await stateOf(here)).toEqual({
      counts: { ...counts, started: 1, skipped: 1 },
      waiting: '2026-01-01T02:00:00.000Z',
    })
    await finish(here)
    await here.pass(5 * minute)
    expect(here.runs).toMatchObject([
      { time: '2026-01-01T01:00:00.000Z' },
      { time: '2026-01-01T02:00:00.000Z' },
    ])
    const asked = here
      .events('schedule.job')
      .flat()
      .filter(({ eventType }) => eventType === 'StartChildWorkflowExecutionInitiated')
      .map(({ eventTimestamp }) => (eventTimestamp!.getTime() - Date.UTC(2026, 0, 1, 2)) / second)
    expect(asked.slice(1, 9)).toEqual([0, 10, 30, 70, 150, 310, 610, 910])
  })

  it('still makes the next one wait with bufferOne after the schedule has continued as new', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly({ overlap: 'bufferOne' }))
    await here.pass(2 * hour + minute)
    await here.client.schedules.update(hourly({ overlap: 'bufferOne', timeZone: 'Europe/Berlin' }))
    await here.pass(minute)
    expect(here.events('schedule.job')).toHaveLength(2)
    await finish(here)
    await here.pass(5 * minute)
    expect(here.runs.map(({ time }) => time.slice(11, 16))).toEqual(['01:00', '02:00'])
  })

  it('is asked to cancel itself with cancelOther, and the newest time runs when it has closed', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly({ overlap: 'cancelOther' }))
    await here.pass(2 * hour + minute)
    expect(here.runs.map(({ time, at }) => [time.slice(11, 16), at.slice(11, 19)])).toEqual([
      ['01:00', '01:00:00'],
      ['02:00', '02:00:01'],
    ])
    expect((await here.client.handle(longReport, here.runs[0]!).describe()).executionInfo).toBeDefined()
    expect(await stateOf(here)).toEqual({ counts: { ...counts, started: 2 } })
  })

  it('goes on beside the next one with allow', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly({ overlap: 'allow' }))
    await here.pass(2 * hour)
    expect(here.runs.map(({ workflowId }) => workflowId)).toEqual([
      'job.20260101T010000Z',
      'job.20260101T020000Z',
    ])
    await here.client.schedules.delete('job')
    await here.pass(hour)
    const open = await Promise.all(
      here.runs.map(async ({ workflowId }) => {
        const { executionInfo } = await here.client.handle(longReport, { workflowId }).describe()
        return executionInfo!.executionStatus
      }),
    )
    expect(open).toEqual(['OPEN', 'OPEN'])
  })
})

describe('a run that SWF refuses for another reason', () => {
  it('is counted, its cause is in the status, and the schedule goes on', async () => {
    await using here = await fixture()
    await here.deploy()
    const unknown = { ...report, version: '7' }
    await here.client.schedules.create(
      schedule({ name: 'job', cron: '0 * * * *', workflow: unknown, input: 'daily' }),
    )
    await here.pass(2 * hour)
    expect(await stateOf(here)).toEqual({
      counts: { ...counts, failed: 2 },
      problem: expect.stringContaining('WORKFLOW_TYPE_DOES_NOT_EXIST') as string,
    })
    await here.deploy({ workflows: [unknown] })
    await here.pass(hour + minute)
    expect(here.runs.map(({ time }) => time.slice(11, 16))).toEqual(['03:00'])
  })
})

describe('a time that has passed while nobody decided', () => {
  it('runs within catchUp, at most the newest 10, and is counted otherwise', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(
      schedule({ name: 'job', every: '1h', workflow: report, input: 'x', overlap: 'allow', catchUp: '12h' }),
    )
    await here.pass(hour)
    await here.withdraw()
    await here.clock.advance(day)
    await here.deploy()
    await here.pass(second)
    expect(await stateOf(here)).toEqual({ counts: { ...counts, started: 11, missed: 14 } })
    expect(here.runs.slice(1).map(({ time }) => time.slice(8, 13))).toEqual([
      '01T16',
      '01T17',
      '01T18',
      '01T19',
      '01T20',
      '01T21',
      '01T22',
      '01T23',
      '02T00',
      '02T01',
    ])
  })

  it('is missed after the default of a minute', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(hourly())
    await here.idle()
    await here.withdraw()
    await here.clock.advance(hour + 2 * minute)
    await here.deploy()
    await here.pass(hour)
    expect(await stateOf(here)).toEqual({ counts: { ...counts, started: 1, missed: 1 } })
  })
})
