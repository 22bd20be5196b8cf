import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLocalSwf, skippableClock, testClock } from '../src/index.ts'

const start = { domain: 'shop', workflowId: 'order-7', workflowType: { name: 'order', version: '1' } }

/** A local SWF with one open execution, and the lines of its committed events. */
async function withOrder(clock = testClock()) {
  const lines: string[] = []
  const local = await createLocalSwf({
    clock,
    onEvents: ({ domain, workflowId, events }) => {
      for (const { eventId, eventType, eventTimestamp } of events)
        lines.push(`${domain.name} ${workflowId} ${eventId} ${eventType} ${eventTimestamp!.toISOString()}`)
    },
  })
  await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({
    domain: 'shop',
    name: 'order',
    version: '1',
    defaultTaskList: { name: 'orders' },
    defaultChildPolicy: 'TERMINATE',
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '3600',
  })
  const { runId } = await local.swf.startWorkflowExecution(start)
  return { local, lines, runId }
}

it('reports the events of executions when they are committed', async () => {
  const { local, lines } = await withOrder()
  await setImmediate()
  expect(lines).toEqual([
    'shop order-7 1 WorkflowExecutionStarted 2026-01-01T00:00:00.000Z',
    'shop order-7 2 DecisionTaskScheduled 2026-01-01T00:00:00.000Z',
  ])
  await local.close()
})

it('says what the next deadline is, and whether it ends work that a worker does', async () => {
  const { local, runId } = await withOrder()
  const run = { domain: { region: 'us-east-1', name: 'shop' }, workflowId: 'order-7', runId }
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
  expect(local.nextDeadline()).toEqual({
    ...run,
    at: at(3600),
    kind: 'execution',
    id: undefined,
    running: false,
  })

  const poll = { domain: 'shop', taskList: { name: 'orders' } }
  const { taskToken } = await local.swf.pollForDecisionTask(poll)
  expect(local.nextDeadline()).toEqual({ ...run, at: at(10), kind: 'decision', id: undefined, running: true })

  const startTimerDecisionAttributes = { timerId: 'dunning', startToFireTimeout: '60' }
  const decisions = [{ decisionType: 'StartTimer' as const, startTimerDecisionAttributes }]
  await local.swf.respondDecisionTaskCompleted({ taskToken, decisions })
  expect(local.nextDeadline()).toEqual({ ...run, at: at(60), kind: 'timer', id: 'dunning', running: false })

  await local.swf.terminateWorkflowExecution({ domain: 'shop', workflowId: 'order-7' })
  expect(local.nextDeadline()).toBe(undefined)
  await local.close()
})

it('lets a timer fire at once when a skippable clock is skipped to it', async () => {
  let fired: () => void
  const done = new Promise<void>(resolve => (fired = resolve))
  const clock = skippableClock()
  const local = await createLocalSwf({
    clock,
    onEvents: ({ events }) => {
      if (events.some(({ eventType }) => eventType === 'WorkflowExecutionTimedOut')) fired()
    },
  })
  await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain: 'shop', name: 'order', version: '1' })
  await local.swf.startWorkflowExecution({
    ...start,
    taskList: { name: 'orders' },
    childPolicy: 'TERMINATE',
    taskStartToCloseTimeout: '10',
    executionStartToCloseTimeout: '3600',
  })
  clock.skipTo(local.nextDeadline()!.at)
  await done
  expect(local.nextDeadline()).toBe(undefined)
  await local.close()
})
