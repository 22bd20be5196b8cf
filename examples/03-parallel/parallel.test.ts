import { everyCrash, explore, failing, replayAll, run, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import type * as impl from './activities.ts'
import { ParallelWorkflow } from './workflows.ts'

const parts = [1, 2, 3, 4, 5]
const result = parts.map(part => `part ${part}`)
const activities = { ActivityA: async part => `part ${part}` } satisfies Mocks<typeof impl>

it('schedules five activities at once, and completes when all of them are done', async () => {
  const { decisions } = await run(ParallelWorkflow, undefined, { activities })
  expect(decisions).toEqual([
    ...parts.map(part => ({ schedule: 'ActivityA', id: `1.${part}.1`, input: part })),
    { complete: result },
  ])
})

it('waits for the last one, and returns the parts in their order', async () => {
  const going = run(ParallelWorkflow, undefined, {
    activities: {
      async ActivityA(part, { sleep }) {
        if (part === 4) await sleep('1s')
        return `part ${part}`
      },
    } satisfies Mocks<typeof impl>,
  })
  const { waiting } = await going.untilIdle()
  expect(waiting.map(({ id }) => id)).toEqual(['1.4.1'])
  expect((await going).result).toEqual(result)
})

it('retries a part that fails, after a back-off', async () => {
  const busy = failing<number, string>(new Error('busy'), { times: 1, then: activities.ActivityA })
  const { decisions, result: parts } = await run(ParallelWorkflow, undefined, {
    activities: { ActivityA: busy },
  })
  expect(decisions.slice(5)).toEqual([
    { startTimer: '1.1.1~1', seconds: 1 },
    { schedule: 'ActivityA', id: '1.1.1', input: 1 },
    { complete: result },
  ])
  expect(parts).toEqual(result)
})

it('returns all parts whichever two attempts fail, in every order', async () => {
  const { scenarios, deviations, closeStatuses } = await explore(ParallelWorkflow, undefined, {
    activities,
    outcomes: { ActivityA: ['completed', 'failed'] },
    cancelRequests: 0,
    scenarios: 50, // five attempts of five parts can fail in too many orders to run them all
    samples: 0,
    finally: { 'all parts are returned': ({ result: parts }) => expect(parts).toEqual(result) },
  })
  expect({ scenarios, deviations, closeStatuses }).toEqual({
    scenarios: 50,
    deviations: 2,
    closeStatuses: { COMPLETED: 50 },
  })
})

it('returns the same result whichever process crashes, at every point', async () => {
  const crashes = await everyCrash(ParallelWorkflow, undefined, { activities })
  expect(crashes.map(({ run }) => run.result)).toEqual(crashes.map(() => result))
  expect(new Set(crashes.map(({ point }) => point)).size).toBe(4)
})

it('runs in separate processes with two workers, and its history replays', async () => {
  const { result: parts, events, recorded } = await runExample('03-parallel', ParallelWorkflow, undefined, 2)
  expect(parts).toEqual(result)
  const started = events.flatMap(event => event.activityTaskStartedEventAttributes?.identity ?? [])
  expect(started).toHaveLength(5)
  const tasks = await replayAll(ParallelWorkflow, recorded)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
})
