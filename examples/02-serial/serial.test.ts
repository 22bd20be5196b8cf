import { decide, history, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import { SerialWorkflow } from './workflows.ts'

it('feeds each step with the result before it, each on a task list of its own', async () => {
  const a = await decide(SerialWorkflow, history(SerialWorkflow).started('order 7'))
  expect(a.decisions).toEqual([{ schedule: 'ActivityA', id: '1', input: 'order 7', taskList: 'a_tasks' }])
  const b = await decide(SerialWorkflow, a.next.activityCompleted('1', ['A']))
  expect(b.decisions).toEqual([{ schedule: 'ActivityB', id: '2', input: ['A'], taskList: 'b_tasks' }])
  const c = await decide(SerialWorkflow, b.next.activityCompleted('2', ['A', 'B']))
  expect(c.decisions).toEqual([{ schedule: 'ActivityC', id: '3', input: ['A', 'B'], taskList: 'c_tasks' }])
  const end = await decide(SerialWorkflow, c.next.activityCompleted('3', ['A', 'B', 'C']))
  expect(end.decisions).toEqual([{ complete: ['A', 'B', 'C'] }])
})

it.each(['1', '2', '3'])('fails when step %s times out', async step => {
  let at = await decide(SerialWorkflow, history(SerialWorkflow).started('order 7'))
  for (let id = 1; id < Number(step); id++) {
    at = await decide(SerialWorkflow, at.next.activityCompleted(String(id), ['done']))
  }
  const end = await decide(SerialWorkflow, at.next.activityTimedOut(step, 'START_TO_CLOSE'))
  expect(end.ended).toMatchObject({ error: { code: 'ACTIVITY_TIMED_OUT', activity: { activityId: step } } })
})

it('runs for real, in processes over HTTP with a database file, and replays as it was recorded', async () => {
  const { result, events, told } = await runExample('02-serial', SerialWorkflow, 'order 7')
  expect(result).toEqual([
    "A took 'order 7'",
    expect.stringMatching(/^B is process \d+$/),
    expect.stringMatching(/^C runs on /),
  ])
  expect(events.flatMap(event => event.activityTaskScheduledEventAttributes?.taskList?.name ?? [])).toEqual([
    'a_tasks',
    'b_tasks',
    'c_tasks',
  ])
  const tasks = await replayAll(SerialWorkflow, told)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
  expect(tasks).toHaveLength(4)
})
