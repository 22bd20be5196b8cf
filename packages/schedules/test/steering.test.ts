import type { HistoryEvent } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { createClient } from '@reyield/client'
import { replayAll } from '@reyield/testing'
import { workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { schedule, scheduleWorkflow, withSchedules, type ListedSchedule } from '../src/index.ts'
import { day, domain, fixture, hour, longReport, minute, report, type Fixture } from './fixture.ts'

const nightly = schedule({
  name: 'nightly',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  workflow: report,
  input: 'daily',
})
const listed = async (here: Fixture) => {
  const all: ListedSchedule[] = []
  for await (const one of here.client.schedules.list()) all.push(one)
  return all
}
const times = (here: Fixture) => here.runs.map(({ time }) => time)

describe('a schedule', () => {
  it('is listed with what its tags say, which updates and pauses rewrite', async () => {
    await using here = await fixture()
    await here.deploy()
    const { schedules } = here.client
    await schedules.create(nightly)
    const one = { name: 'nightly', workflowId: 'schedule.nightly', runId: expect.any(String) as string }
    const target = { target: 'report@1.0', next: expect.any(Date) as Date }
    expect(await listed(here)).toEqual([
      { ...one, ...target, cron: '30 2 * * *', every: undefined, timeZone: 'Europe/Berlin', paused: false },
    ])
    await schedules.pause('nightly', { note: 'the warehouse moves' })
    await here.idle()
    expect(await listed(here)).toMatchObject([{ ...one, paused: true, next: undefined }])
    await schedules.update(schedule({ name: 'nightly', every: '15m', workflow: longReport }))
    await here.idle()
    expect(await listed(here)).toMatchObject([
      { cron: undefined, every: 15 * minute, timeZone: 'UTC', target: 'longReport@1.0', paused: true },
    ])
    expect((await schedules.describe('nightly')).status?.paused).toEqual({
      since: here.clock.now(),
      note: 'the warehouse moves',
    })
    await schedules.delete('nightly')
    await here.idle()
    expect(await listed(here)).toEqual([])
    await expect(schedules.describe('nightly')).rejects.toMatchObject({ code: 'SCHEDULE_UNKNOWN' })
    await expect(schedules.resume('nightly')).rejects.toMatchObject({ code: 'SCHEDULE_UNKNOWN' })
  })

  it('starts nothing while it is paused but what is triggered, and goes on with the next time', async () => {
    await using here = await fixture()
    await here.deploy()
    const { schedules } = here.client
    await schedules.create(schedule({ name: 'hourly', every: '1h', workflow: report, input: 'x' }), {
      paused: 'not yet',
    })
    await here.pass(2 * hour)
    expect(times(here)).toEqual([])
    await schedules.trigger('hourly')
    await here.idle()
    expect(here.runs).toMatchObject([{ workflowId: 'hourly.run', at: '2026-01-01T02:00:00.000Z' }])
    await here.pass(hour / 2)
    await schedules.resume('hourly')
    await here.pass(hour)
    expect(times(here).slice(1)).toEqual(['2026-01-01T03:00:00.000Z'])
    expect((await schedules.describe('hourly')).status?.counts).toEqual({
      started: 2,
      skipped: 0,
      missed: 0,
      failed: 0,
    })
  })

  it('runs a range of earlier times under their own ids', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(nightly)
    const range = { from: new Date('2025-10-20T00:00Z'), to: new Date('2025-11-02T00:00Z') }
    await here.client.schedules.backfill('nightly', range)
    await here.pass(minute)
    expect(times(here)).toEqual([
      ...Array.from({ length: 7 }, (_, i) => `2025-10-${20 + i}T00:30:00.000Z`),
      ...['27', '28', '29', '30', '31'].map(date => `2025-10-${date}T01:30:00.000Z`),
      '2025-11-01T01:30:00.000Z',
    ])
    expect(here.runs[0]!.workflowId).toBe('nightly.20251020T003000Z')
  })

  it('is refused if it exists, unless it is to be updated', async () => {
    await using here = await fixture()
    await here.deploy()
    const { schedules } = here.client
    await schedules.create(nightly, { ifExists: 'update' })
    await expect(schedules.create(nightly)).rejects.toMatchObject({ code: 'SCHEDULE_EXISTS' })
    await schedules.create(schedule({ ...nightlyOptions, cron: '0 4 * * *' }), { ifExists: 'update' })
    await here.idle()
    expect(await listed(here)).toMatchObject([{ cron: '0 4 * * *' }])
  })

  it('passes the input on as the workflow reads it', async () => {
    const plain = workflow(
      { name: 'plain', taskList: 'main', executionStartToClose: '1h', serializer: json },
      function* (input: { readonly kind: string }) {
        return input.kind
      },
    )
    const dated = workflow(
      { name: 'dated', taskList: 'main', executionStartToClose: '1h' },
      function* (input: Date) {
        return input.getUTCFullYear()
      },
    )
    await using here = await fixture()
    await here.deploy({ workflows: [plain, dated] })
    const { schedules } = here.client
    await schedules.create(schedule({ name: 'a', every: '1h', workflow: plain, input: { kind: 'tea' } }))
    await schedules.create(
      schedule({ name: 'b', every: '1h', workflow: dated, input: new Date('2020-02-03') }),
    )
    await here.pass(hour)
    expect(await here.client.handle(plain, { workflowId: 'a.run' }).result()).toBe('tea')
    expect(await here.client.handle(dated, { workflowId: 'b.run' }).result()).toBe(2020)
  })

  it('continues as new after 500 ticks, and after 30 days', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(
      schedule({ name: 'often', every: '1m', workflow: longReport, overlap: 'skip' }),
    )
    await here.client.schedules.create(nightly)
    await here.client.schedules.pause('nightly')
    await here.pass(500 * minute)
    expect(here.events('schedule.often')).toHaveLength(2)
    await here.client.schedules.delete('often')
    await here.pass(31 * day)
    expect(here.events('schedule.nightly')).toHaveLength(3) // the pause began the second
    expect(
      here.events('schedule.nightly').at(-1)![0]!.workflowExecutionStartedEventAttributes!.tagList,
    ).toEqual(['cron:30 2 * * *', 'zone:Europe/Berlin', 'target:report@1.0', 'paused:true'])
  })

  it('costs 15 events for a run', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.client.schedules.create(
      schedule({ name: 'hourly', every: '1h', workflow: report, input: 'x' }),
    )
    await here.pass(hour)
    const before = here.events('schedule.hourly')[0]!.length
    await here.pass(10 * hour)
    expect(here.events('schedule.hourly')[0]!.length - before).toBe(10 * 15)
  })

  it('warns when all schedules start more than 12 runs a second', async () => {
    await using here = await fixture()
    await here.deploy()
    await here.withdraw()
    const everySecond = (name: string) => schedule({ name, every: '1s', workflow: report, input: 'x' })
    for (let i = 1; i <= 12; i++) await here.client.schedules.create(everySecond(`s${i}`))
    expect(here.warnings).toEqual([])
    await here.client.schedules.create(
      schedule({ name: 'm', cron: '* * * * *', workflow: report, input: 'x' }),
    )
    expect(here.warnings).toEqual([
      expect.stringMatching(/^The 13 schedules of the domain start 12\.0 runs a second, but SWF starts 12 /),
    ])
  })
})

it('ignores a command that it cannot understand, and says so', async () => {
  await using here = await fixture()
  await here.deploy()
  await here.client.schedules.create(nightly)
  for (const input of [
    '{"do":"dance"}',
    '{"do":"update","spec":{}}',
    '{"do":"trigger","at":1e300}',
    'null',
    '{',
  ]) {
    await here.swf.signalWorkflowExecution({
      domain,
      workflowId: 'schedule.nightly',
      signalName: 'schedule',
      input,
    })
  }
  await here.pass(minute)
  const { status } = await here.client.schedules.describe('nightly')
  expect(status?.problem?.message).toBe('A command could not be understood and was ignored')
  const other = withSchedules(createClient({ swf: here.swf, domain, serializer: json }))
  await other.schedules.trigger('nightly')
  await here.idle()
  expect(here.runs).toHaveLength(1)
})

it('works with payloads that are encoded', async () => {
  await using here = await fixture()
  const reversed = async (text: string) => [...text].reverse().join('')
  const pipeline = [{ name: 'backwards', encode: reversed, decode: reversed }]
  await here.deploy({ pipeline })
  const { schedules } = withSchedules(createClient({ swf: here.swf, domain, pipeline }))
  await schedules.create(nightly)
  await schedules.pause('nightly')
  await schedules.trigger('nightly')
  await here.idle()
  expect((await schedules.describe('nightly')).status?.counts.started).toBe(1)
  expect(JSON.stringify(here.events('schedule.nightly'))).not.toContain('daily')
})

it('is created although the rate of all schedules cannot be checked', async () => {
  await using here = await fixture()
  await here.deploy()
  const listOpenWorkflowExecutions = () => Promise.reject(new Error('not allowed to list'))
  const warnings: string[] = []
  const client = createClient({ swf: { ...here.swf, listOpenWorkflowExecutions }, domain })
  await withSchedules(client, { onWarning: text => warnings.push(text) }).schedules.create(nightly)
  expect(warnings).toEqual(['The rate of all schedules could not be checked: not allowed to list'])
  expect(await listed(here)).toHaveLength(1)
})

it('replays with another croner, even one that no longer accepts the expression', async () => {
  await using here = await fixture()
  await here.deploy()
  await here.client.schedules.create(nightly)
  await here.pass(3 * day)
  const [events] = here.events('schedule.nightly')
  const execution = { workflowId: 'schedule.nightly', runId: (await listed(here))[0]!.runId }
  const text = JSON.stringify(events).replaceAll('30 2 * * *', '99 2 * * *')
  const changed = JSON.parse(text, (key, value: unknown) =>
    key === 'eventTimestamp' ? new Date(value as string) : value,
  ) as HistoryEvent[]
  const { length } = await replayAll(scheduleWorkflow, { execution, events: changed })
  expect([here.runs.length, length > 6]).toEqual([3, true])
})

const nightlyOptions = { name: 'nightly', cron: '30 2 * * *', workflow: report, input: 'daily' } as const
