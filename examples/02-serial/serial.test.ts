import { explore, hanging, replayAll, run, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import type * as impl from './activities.ts'
import { SerialWorkflow } from './workflows.ts'

const activities = {
  ActivityA: async order => [`A took ${order}`],
  ActivityB: async soFar => [...soFar, 'B'],
  ActivityC: async soFar => [...soFar, 'C'],
} satisfies Mocks<typeof impl>

it('feeds each step with the result before it, each on a task list of its own', async () => {
  const { decisions } = await run(SerialWorkflow, 'order 7', { activities })
  expect(decisions).toEqual([
    { schedule: 'ActivityA', id: '1', input: 'order 7', taskList: 'a_tasks' },
    { schedule: 'ActivityB', id: '2', input: ['A took order 7'], taskList: 'b_tasks' },
    { schedule: 'ActivityC', id: '3', input: ['A took order 7', 'B'], taskList: 'c_tasks' },
    { complete: ['A took order 7', 'B', 'C'] },
  ])
})

it('takes no step without the one before it, whichever fails or times out, whenever it is canceled', async () => {
  const { complete, closeStatuses } = await explore(SerialWorkflow, 'order 7', {
    activities,
    always: {
      'a step gets what the one before it gave': ({ done, worked }) => {
        const gave = done().map(({ result }) => result)
        const got = worked().map(({ input }) => input)
        expect(got).toEqual(['order 7', ...gave].slice(0, got.length))
      },
    },
    finally: {
      'it completes if all three steps are heard of, else not': ({ closeStatus, done }) =>
        (closeStatus === 'COMPLETED') === (done().filter(({ answered }) => answered).length === 3),
    },
  })
  // each of the three fails, times out before or after its work; or a cancel request comes
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 1, FAILED: 9, CANCELED: 3 },
  })
})

it.each(['ActivityA', 'ActivityB', 'ActivityC'])('fails when %s is not heard of', async silent => {
  const { error, calls } = await run(SerialWorkflow, 'order 7', {
    activities: { ...activities, [silent]: hanging() },
  })
  expect(error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT', timeoutType: 'START_TO_CLOSE' })
  expect(calls.at(-1)).toMatchObject({ name: silent, outcome: undefined })
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
