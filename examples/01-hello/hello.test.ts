import { explore, failing, replayAll, run, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import * as impl from './activities.ts'
import { tutorialTypes } from './tutorial-history.ts'
import { HelloWorkflow } from './workflows.ts'

const said = [{ schedule: 'HelloWorld', id: 'saying_hi', input: 'World' }, { complete: 'Hello, World!' }]

it('says hello: one activity, then its result, with the history of the tutorial', async () => {
  const { decisions, result, history } = await run(HelloWorkflow, 'World', { activities: impl })
  expect([decisions, result]).toEqual([said, 'Hello, World!'])
  expect(history.events.map(({ eventType }) => eventType)).toEqual(tutorialTypes)
})

it('fails when its activity fails, and says why', async () => {
  const { error, raw } = await run(HelloWorkflow, 'World', {
    activities: { HelloWorld: failing(new RangeError('no voice')) } satisfies Mocks<typeof impl>,
  })
  expect(error).toMatchObject({ code: 'ACTIVITY_FAILED', cause: { message: 'no voice' } })
  expect(raw.at(-1)!.failWorkflowExecutionDecisionAttributes!.reason).toBe(
    "ActivityFailedError: Activity HelloWorld 1.0 (id 'saying_hi') failed: RangeError: no voice",
  )
})

it('ends whatever comes: its activity fails, is not heard of, or the execution is asked to cancel itself', async () => {
  const { complete, closeStatuses } = await explore(HelloWorkflow, 'World', {
    activities: impl,
    always: { 'nobody is greeted twice': ({ done }) => done('HelloWorld').length <= 1 },
    finally: {
      'it has said hello, or says that it has not': ({ closeStatus, result }) =>
        closeStatus === 'COMPLETED' ? result === 'Hello, World!' : result === undefined,
    },
  })
  // it fails, or times out before or after its work
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 1, FAILED: 3, CANCELED: 1 },
  })
})

it('runs for real, in processes over HTTP with a database file, with the history of the tutorial', async () => {
  const { result, events, told } = await runExample('01-hello', HelloWorkflow, 'World')
  expect(result).toBe('Hello, World!')
  expect(events.map(event => event.eventType)).toEqual(tutorialTypes)
  const tasks = await replayAll(HelloWorkflow, told)
  expect(tasks.flatMap(task => task.decisions)).toEqual(said)
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
})
