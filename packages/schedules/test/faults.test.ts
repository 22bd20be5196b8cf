import { json } from '@reyield/data'
import { mock, run, type Run, type RunOptions } from '@reyield/testing'
import { expect, it } from 'vitest'
import { schedule, scheduleWorkflow, type ScheduleState, type ScheduleStatus } from '../src/index.ts'
import { specOf } from '../src/steering/spec-of.ts'
import { day, report } from './fixture.ts'

const nightly = specOf(
  schedule({ name: 'nightly', cron: '30 2 * * *', workflow: report, input: 'daily', catchUp: '2h' }),
  json,
)
const state: ScheduleState = { spec: nightly }

/** Runs the schedule for some days, and returns what it has started. */
async function started(days: number, options: Partial<RunOptions>, during?: (going: Run<void>) => void) {
  const going = run(scheduleWorkflow, state, {
    workflowId: 'schedule.nightly',
    children: [mock(report, () => undefined)],
    ...options,
  })
  for (let passed = 0; passed < days; passed++) {
    await going.advance(day)
    during?.(going)
  }
  const { calls, status } = going.inspect()
  return { calls: calls.length, counts: (status as { value: ScheduleStatus }).value.counts }
}

const counts = { started: 30, skipped: 0, missed: 0, failed: 0 }

it.each([1, 2])('starts each run once although requests and responses are lost, seed %i', async seed => {
  const faults = {
    seed,
    lostRequests: 0.05,
    lostResponses: 0.05,
    deadPolls: 0.05,
    throttles: 0.05,
    duplicateTasks: 0.05,
  }
  expect(await started(30, { faults })).toEqual({ calls: 30, counts })
})

it('starts each run once although deciders crash, or are replaced by others', async () => {
  expect(await started(30, {}, going => void going.restart())).toEqual({ calls: 30, counts })
  expect(await started(30, { oldCode: scheduleWorkflow })).toEqual({ calls: 30, counts })
})
