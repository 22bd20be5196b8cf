import { describe, expect, test } from 'vitest'
import { continueAsNew, decisionTask, flow, marker, World } from './local-world.ts'

const by = { decisionTaskCompletedEventId: 4 }
const defaults = {
  executionStartToCloseTimeout: '1000',
  taskStartToCloseTimeout: '10',
  childPolicy: 'TERMINATE',
  taskList: { name: 'flows' },
  workflowType: flow,
}

test('closes the run and starts the next, with the defaults of the type and nothing of the run', () => {
  const world = new World().started({
    input: 'i',
    tagList: ['t'],
    taskPriority: '7',
    lambdaRole: 'r',
    childPolicy: 'ABANDON',
    executionStartToCloseTimeout: '5',
  })
  world.decide([{ decisionType: 'ContinueAsNewWorkflowExecution' }])
  const next = world.latest('w')
  expect(world.rows(5)).toEqual([
    [5, 'WorkflowExecutionContinuedAsNew', { ...defaults, ...by, newExecutionRunId: next.runId }],
  ])
  expect(world.describe().executionInfo.closeStatus).toBe('CONTINUED_AS_NEW')
  expect(world.rows(1, next)).toEqual([
    [
      1,
      'WorkflowExecutionStarted',
      { ...defaults, continuedExecutionRunId: world.runId, parentInitiatedEventId: 0 },
    ],
    [2, 'DecisionTaskScheduled', decisionTask],
  ])
  expect(world.log.slice(-2).map(({ kind }) => kind)).toEqual([
    'decision-task-completed',
    'execution-started',
  ])
})

test('takes its own values before the defaults of the type', () => {
  const world = new World().registered()
  world.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version: '2' })
  world.start()
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
  world.decide([marker('m'), continueAsNew({ ...own, workflowTypeVersion: '2' })])
  const resolved = {
    ...own,
    executionStartToCloseTimeout: '31536000',
    workflowType: { name: 'flow', version: '2' },
  }
  const next = world.latest('w')
  expect(world.rows(6)[0]![2]).toEqual({ ...resolved, ...by, newExecutionRunId: next.runId })
  expect(world.rows(1, next)[0]![2]).toMatchObject({ ...resolved, continuedExecutionRunId: world.runId })
})

test('does not take the sticky task list along', () => {
  const world = new World().started()
  world.decide([], { taskList: { name: 'host' } })
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  world.decide([continueAsNew()], {}, { list: 'host' })
  expect(world.decisionTask().workflowExecution).toEqual(world.latest('w'))
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
    const world = new World().registered()
    for (const version of ['bare', 'old']) {
      world.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version })
    }
    world.call('DeprecateWorkflowType', { domain: 'd', workflowType: { name: 'flow', version: 'old' } })
    world.start()
    world.decide([continueAsNew(attributes)])
    expect(world.rows(5)).toEqual([
      [5, 'ContinueAsNewWorkflowExecutionFailed', { cause, ...by }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('while a decision task is queued: UNHANDLED_DECISION, before anything else', () => {
    const world = new World().started()
    const { taskToken } = world.decisionTask()
    world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    const decisions = [continueAsNew({ workflowTypeVersion: '9' })]
    world.call('RespondDecisionTaskCompleted', { taskToken, decisions })
    expect(world.rows(7)).toEqual([
      [
        7,
        'ContinueAsNewWorkflowExecutionFailed',
        { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 6 },
      ],
    ])
  })
})
