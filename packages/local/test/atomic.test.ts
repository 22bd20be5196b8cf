import { expect, test } from 'vitest'
import { createLocalSwf } from '../src/index.ts'

const domain = 'd'
const workflowType = { name: 'w', version: '1' }
const list = { domain, taskList: { name: 'main' } }

test('no other execution with the same id can start between two runs of an execution that continues as new', async () => {
  const local = await createLocalSwf()
  const { swf } = local
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: list.taskList,
    defaultExecutionStartToCloseTimeout: '60',
    defaultTaskStartToCloseTimeout: '10',
    defaultChildPolicy: 'TERMINATE',
  })
  const start = () => swf.startWorkflowExecution({ domain, workflowId: 'a', workflowType })
  const { runId: first } = await start()
  const { taskToken } = await swf.pollForDecisionTask(list)
  const closed = swf.closed({ domain, workflowId: 'a', runId: first! })
  const [before, , after, signal] = await Promise.allSettled([
    start(),
    swf.respondDecisionTaskCompleted({
      taskToken,
      decisions: [{ decisionType: 'ContinueAsNewWorkflowExecution' }],
    }),
    start(),
    swf.signalWorkflowExecution({ domain, workflowId: 'a', signalName: 's' }),
  ])
  await closed
  const alreadyStarted = { status: 'rejected', reason: { name: 'WorkflowExecutionAlreadyStartedFault' } }
  expect([before, after, signal]).toMatchObject([alreadyStarted, alreadyStarted, { status: 'fulfilled' }])
  const { events, workflowExecution } = await swf.pollForDecisionTask(list)
  expect(workflowExecution!.runId).not.toBe(first)
  expect(events![0]!.workflowExecutionStartedEventAttributes!.continuedExecutionRunId).toBe(first)
  expect(events!.map(({ eventType }) => eventType)).toContain('WorkflowExecutionSignaled')
  await local.close()
})

test('a waiting poll gets the decision task of a child in the commit of the decision that started it', async () => {
  const local = await createLocalSwf()
  const { swf } = local
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  const values = {
    taskList: list.taskList,
    executionStartToCloseTimeout: '60',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE' as const,
  }
  await swf.registerWorkflowType({ domain, ...workflowType })
  await swf.startWorkflowExecution({ domain, workflowId: 'a', workflowType, ...values })
  const { taskToken } = await swf.pollForDecisionTask(list)
  const child = swf.pollForDecisionTask({ domain, taskList: { name: 'children' } })
  await swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: [
      {
        decisionType: 'StartChildWorkflowExecution',
        startChildWorkflowExecutionDecisionAttributes: {
          workflowId: 'c',
          workflowType,
          ...values,
          taskList: { name: 'children' },
        },
      },
    ],
  })
  expect((await child).workflowExecution!.workflowId).toBe('c')
  const { events } = await swf.pollForDecisionTask(list)
  expect(events!.map(({ eventType }) => eventType)).toContain('ChildWorkflowExecutionStarted')
  await local.close()
})
