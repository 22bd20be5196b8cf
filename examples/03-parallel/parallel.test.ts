import { decide, history, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import { ParallelWorkflow } from './workflows.ts'

const parts = [1, 2, 3, 4, 5]
const idOf = (part: number) => `1.${part}.1`

it('schedules five activities at once, and completes when all of them are done, in whatever order', async () => {
  const begun = await decide(ParallelWorkflow, history(ParallelWorkflow).started())
  expect(begun.decisions).toEqual(parts.map(part => ({ schedule: 'ActivityA', id: idOf(part), input: part })))
  let told = begun.next
  for (const part of [3, 1, 5, 2]) told = told.activityCompleted(idOf(part), `part ${part}`)
  const waiting = await decide(ParallelWorkflow, told)
  expect([waiting.decisions, waiting.waiting.map(one => one.id)]).toEqual([[], [idOf(4)]])
  const done = await decide(ParallelWorkflow, waiting.next.activityCompleted(idOf(4), 'part 4'))
  expect(done.decisions).toEqual([{ complete: parts.map(part => `part ${part}`) }])
})

it('tries a part that fails again, after a while', async () => {
  const begun = await decide(ParallelWorkflow, history(ParallelWorkflow).started())
  const failed = await decide(ParallelWorkflow, begun.next.activityFailed(idOf(2), new Error('no')))
  expect(failed.decisions).toEqual([{ startTimer: '1.2.1~1', seconds: 1 }])
  const again = await decide(ParallelWorkflow, failed.next.timerFired('1.2.1~1'))
  expect(again.decisions).toEqual([{ schedule: 'ActivityA', id: idOf(2), input: 2 }])
})

it('runs for real with two workers, and replays as it was recorded', async () => {
  const { result, events, told } = await runExample('03-parallel', ParallelWorkflow, undefined, 2)
  expect(result).toEqual(parts.map(part => `part ${part}`))
  const started = events.flatMap(event => event.activityTaskStartedEventAttributes?.identity ?? [])
  expect(started).toHaveLength(5)
  const tasks = await replayAll(ParallelWorkflow, told)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
})
