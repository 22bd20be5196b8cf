import { workflow } from '@reyield/workflow'
import { json } from '@reyield/data'
import { expect, it } from 'vitest'
import { commands } from './deciding/commands.ts'
import { onlyRunId, runIdAt, scheduleId, scheduleType } from './ids.ts'
import { schedule, scheduledTime, scheduleWorkflow } from './index.ts'
import { tagOfTime } from './scheduled-time.ts'
import { specOf } from './steering/spec-of.ts'
import { readTags, tagsOf } from './tags.ts'

// docs/internals/formats.md. Schedules have them for years: these literals never change.

const report = workflow(
  { name: 'report', taskList: 'reports', executionStartToClose: '4h' },
  function* (_: number) {},
)
const nightly = schedule({
  name: 'nightly',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  workflow: report,
  input: 7,
  taskList: 'main',
  overlap: 'bufferOne',
  catchUp: '6h',
  jitter: '5m',
  start: { priority: 2, tags: ['web'], lambdaRole: 'arn:role' },
})

it('a schedule is recorded in this form', () => {
  expect(JSON.parse(JSON.stringify(specOf(nightly, json)))).toEqual({
    name: 'nightly',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    overlap: 'bufferOne',
    catchUp: 21_600_000,
    jitter: 300_000,
    taskList: 'main',
    run: {
      name: 'report',
      version: '1.0',
      input: '7',
      taskList: 'reports',
      executionStartToClose: '14400',
      taskStartToClose: '10',
      childPolicy: 'TERMINATE',
      tags: ['web'],
      priority: 2,
      lambdaRole: 'arn:role',
    },
  })
})

it('types, ids, signals and tags have these names', () => {
  const time = Date.UTC(2026, 10, 29, 2, 30)
  expect([scheduleType, scheduleWorkflow.name, scheduleWorkflow.version, commands.signalName]).toEqual([
    'reyield.schedule',
    'reyield.schedule',
    '1.0',
    'schedule',
  ])
  expect([
    scheduleId('nightly'),
    onlyRunId('nightly'),
    runIdAt('nightly', time),
    runIdAt('nightly', time + 7),
  ]).toEqual(['schedule.nightly', 'nightly.run', 'nightly.20261129T023000Z', 'nightly.20261129T023000.007Z'])
  expect(tagOfTime(time)).toBe('scheduled:2026-11-29T02:30:00.000Z')
  expect(scheduledTime(['web', 'scheduled:2026-11-29T02:30:00.000Z'])).toEqual(new Date(time))
  expect(scheduledTime(['web'])).toBeUndefined()
  const tags = ['cron:30 2 * * *', 'zone:Europe/Berlin', 'target:report@1.0', 'paused:true']
  expect(tagsOf(specOf(nightly, json), true)).toEqual(tags)
  expect(readTags(tags)).toEqual({
    cron: '30 2 * * *',
    every: undefined,
    timeZone: 'Europe/Berlin',
    target: 'report@1.0',
    paused: true,
  })
  expect(readTags(['every:900000', 'zone:UTC', 'target:a@1', 'paused:false'])).toEqual({
    cron: undefined,
    every: 900_000,
    timeZone: 'UTC',
    target: 'a@1',
    paused: false,
  })
})
