import { describe, expect, test } from 'vitest'
import { continueAsNew, decisionTask, flow, marker, TestService } from './test-service.ts'

const by = { decisionTaskCompletedEventId: 4 }
const defaults = {
  executionStartToCloseTimeout: '1000',
  taskStartToCloseTimeout: '10',
  childPolicy: 'TERMINATE',
  taskList: { name: 'flows' },
  workflowType: flow,
}

test('closes the run and starts the next one with the defaults of the type, copying nothing from the run', () => {
  const service = new TestService().started({
    input: 'i',
    tagList: ['t'],
    taskPriority: '7',
    lambdaRole: 'r',
    childPolicy: 'ABANDON',
    executionStartToCloseTimeout: '5',
  })
  service.decide([{ decisionType: 'ContinueAsNewWorkflowExecution' }])
  const next = service.latest('w')
  expect(service.rows(5)).toEqual([
    [5, 'WorkflowExecutionContinuedAsNew', { ...defaults, ...by, newExecutionRunId: next.runId }],
  ])
  expect(service.describe().executionInfo.closeStatus).toBe('CONTINUED_AS_NEW')
  expect(service.rows(1, next)).toEqual([
    [
      1,
      'WorkflowExecutionStarted',
      { ...defaults, continuedExecutionRunId: service.runId, parentInitiatedEventId: 0 },
    ],
    [2, 'DecisionTaskScheduled', decisionTask],
  ])
  expect(service.log.slice(-2).map(({ kind }) => kind)).toEqual([
    'decision-task-completed',
    'execution-started',
  ])
})

test('prefers the values of the decision to the defaults of the type', () => {
  const service = new TestService().registered()
  service.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version: '2' })
  service.start()
  const own = {
    input: 'i',
    executionStartToCloseTimeout: 'NONE',
    taskList: { name: 'l' },
    taskPriority: '3',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'REQUEST_CANCEL',
    tagList: ['t'],
    lambdaRole: 'r',
  } as const
  service.decide([marker('m'), continueAsNew({ ...own, workflowTypeVersion: '2' })])
  const resolved = {
    ...own,
    executionStartToCloseTimeout: '31536000',
    workflowType: { name: 'flow', version: '2' },
  }
  const next = service.latest('w')
  expect(service.rows(6)[0]![2]).toEqual({ ...resolved, ...by, newExecutionRunId: next.runId })
  expect(service.rows(1, next)[0]![2]).toMatchObject({ ...resolved, continuedExecutionRunId: service.runId })
})

test('does not keep the sticky task list', () => {
  const service = new TestService().started()
  service.decide([], { taskList: { name: 'host' } })
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  service.decide([continueAsNew()], {}, { list: 'host' })
  expect(service.decisionTask().workflowExecution).toEqual(service.latest('w'))
})

describe('is refused', () => {
  const bare = { workflowTypeVersion: 'bare' }
  const timeouts = { executionStartToCloseTimeout: '1', taskStartToCloseTimeout: '1' }
  test.each([
    [{ workflowTypeVersion: '9' }, 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    [{ workflowTypeVersion: 'old' }, 'WORKFLOW_TYPE_DEPRECATED'],
    [bare, 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED'],
    [{ ...bare, executionStartToCloseTimeout: '1' }, 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED'],
    [{ ...bare, ...timeouts }, 'DEFAULT_TASK_LIST_UNDEFINED'],
    [{ ...bare, ...timeouts, taskList: { name: 'l' } }, 'DEFAULT_CHILD_POLICY_UNDEFINED'],
  ])('%j: %s', (attributes, cause) => {
    const service = new TestService().registered()
    for (const version of ['bare', 'old']) {
      service.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version })
    }
    service.call('DeprecateWorkflowType', { domain: 'd', workflowType: { name: 'flow', version: 'old' } })
    service.start()
    service.decide([continueAsNew(attributes)])
    expect(service.rows(5)).toEqual([
      [5, 'ContinueAsNewWorkflowExecutionFailed', { cause, ...by }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('with UNHANDLED_DECISION while a decision task is queued, before any other check', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    const decisions = [continueAsNew({ workflowTypeVersion: '9' })]
    service.call('RespondDecisionTaskCompleted', { taskToken, decisions })
    expect(service.rows(7)).toEqual([
      [
        7,
        'ContinueAsNewWorkflowExecutionFailed',
        { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 6 },
      ],
    ])
  })
})
