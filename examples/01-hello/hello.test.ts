import { explore, failing, replayAll, run, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import * as impl from './activities.ts'
import { tutorialTypes } from './tutorial-history.ts'
import { HelloWorkflow } from './workflows.ts'

const expected = [{ schedule: 'HelloWorld', id: 'saying_hi', input: 'World' }, { complete: 'Hello, World!' }]

it('runs one activity and returns its result, with the history of the tutorial', async () => {
  const { decisions, result, history } = await run(HelloWorkflow, 'World', { activities: impl })
  expect([decisions, result]).toEqual([expected, 'Hello, World!'])
  expect(history.events.map(({ eventType }) => eventType)).toEqual(tutorialTypes)
})

it('fails if its activity fails, with the reason', async () => {
  const { error, raw } = await run(HelloWorkflow, 'World', {
    activities: { HelloWorld: failing(new RangeError('no voice')) } satisfies Mocks<typeof impl>,
  })
  expect(error).toMatchObject({ code: 'ACTIVITY_FAILED', cause: { message: 'no voice' } })
  expect(raw.at(-1)!.failWorkflowExecutionDecisionAttributes!.reason).toBe(
    "ActivityFailedError: Activity HelloWorld 1.0 (id 'saying_hi') failed: RangeError: no voice",
  )
})

it('ends in every scenario: its activity fails or times out, or the execution is canceled', async () => {
  const { complete, closeStatuses } = await explore(HelloWorkflow, 'World', {
    activities: impl,
    always: { 'the greeting is sent at most once': ({ done }) => done('HelloWorld').length <= 1 },
    finally: {
      'it returns the greeting, or does not complete': ({ closeStatus, result }) =>
        closeStatus === 'COMPLETED' ? result === 'Hello, World!' : result === undefined,
    },
  })
  // the activity fails, or times out before or after its work
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 1, FAILED: 3, CANCELED: 1 },
  })
})

it('runs in separate processes over HTTP with a database file, with the history of the tutorial', async () => {
  const { result, events, recorded } = await runExample('01-hello', HelloWorkflow, 'World')
  expect(result).toBe('Hello, World!')
  expect(events.map(event => event.eventType)).toEqual(tutorialTypes)
  const tasks = await replayAll(HelloWorkflow, recorded)
  expect(tasks.flatMap(task => task.decisions)).toEqual(expected)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
})
