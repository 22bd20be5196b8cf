import { decide, history, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { runExample } from '../test/run-example.ts'
import { HelloWorld } from './activities.ts'
import { tutorialTypes } from './tutorial-history.ts'
import { HelloWorkflow } from './workflows.ts'

it('says hello: one activity, then its result', async () => {
  const begun = await decide(HelloWorkflow, history(HelloWorkflow).started('World'))
  expect(begun.decisions).toEqual([{ schedule: 'HelloWorld', id: 'saying_hi', input: 'World' }])
  const done = await decide(
    HelloWorkflow,
    begun.next.activityCompleted('saying_hi', await HelloWorld('World')),
  )
  expect([done.decisions, done.result]).toEqual([[{ complete: 'Hello, World!' }], 'Hello, World!'])
})

it('fails when its activity fails, and says why', async () => {
  const begun = await decide(HelloWorkflow, history(HelloWorkflow).started('World'))
  const failed = await decide(
    HelloWorkflow,
    begun.next.activityFailed('saying_hi', new RangeError('no voice')),
  )
  expect(failed.ended).toMatchObject({ error: { code: 'ACTIVITY_FAILED', cause: { message: 'no voice' } } })
  expect(failed.raw[0]!.failWorkflowExecutionDecisionAttributes!.reason).toBe(
    "ActivityFailedError: Activity HelloWorld 1.0 (id 'saying_hi') failed: RangeError: no voice",
  )
})

it('runs for real, in processes over HTTP with a database file, with the history of the tutorial', async () => {
  const { result, events, told } = await runExample('01-hello', HelloWorkflow, 'World')
  expect(result).toBe('Hello, World!')
  expect(events.map(event => event.eventType)).toEqual(tutorialTypes)
  const tasks = await replayAll(HelloWorkflow, told)
  expect(tasks.map(task => task.decisions)).toEqual([
    [{ schedule: 'HelloWorld', id: 'saying_hi', input: 'World' }],
    [{ complete: 'Hello, World!' }],
  ])
  expect(tasks.map(task => task.differences)).toEqual(tasks.map(() => ({ notRecorded: [], notDecided: [] })))
})
