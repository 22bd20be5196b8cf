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

it('passes the result of each step to the next one, each on its own task list', async () => {
  const { decisions } = await run(SerialWorkflow, 'order 7', { activities })
  expect(decisions).toEqual([
    { schedule: 'ActivityA', id: '1', input: 'order 7', taskList: 'a_tasks' },
    { schedule: 'ActivityB', id: '2', input: ['A took order 7'], taskList: 'b_tasks' },
    { schedule: 'ActivityC', id: '3', input: ['A took order 7', 'B'], taskList: 'c_tasks' },
    { complete: ['A took order 7', 'B', 'C'] },
  ])
})

it('takes no step without the one before it, whichever fails or times out, and whenever it is canceled', async () => {
  const { complete, closeStatuses } = await explore(SerialWorkflow, 'order 7', {
    activities,
    always: {
      'each step gets the result of the one before it': ({ done, worked }) => {
        const results = done().map(({ result }) => result)
        const inputs = worked().map(({ input }) => input)
        expect(inputs).toEqual(['order 7', ...results].slice(0, inputs.length))
      },
    },
    finally: {
      'it completes if and only if all three answers arrive': ({ closeStatus, done }) =>
        (closeStatus === 'COMPLETED') === (done().filter(({ answered }) => answered).length === 3),
    },
  })
  // each of the three fails, or times out before or after its work, or a cancel request arrives
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 1, FAILED: 9, CANCELED: 3 },
  })
})

it.each(['ActivityA', 'ActivityB', 'ActivityC'])('fails if %s never answers', async unanswered => {
  const { error, calls } = await run(SerialWorkflow, 'order 7', {
    activities: { ...activities, [unanswered]: hanging() },
  })
  expect(error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT', timeoutType: 'START_TO_CLOSE' })
  expect(calls.at(-1)).toMatchObject({ name: unanswered, outcome: undefined })
})

it('runs in separate processes over HTTP with a database file, and its history replays', async () => {
  const { result, events, recorded } = await runExample('02-serial', SerialWorkflow, 'order 7')
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
  const tasks = await replayAll(SerialWorkflow, recorded)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
  expect(tasks).toHaveLength(4)
})
