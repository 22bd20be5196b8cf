import { describe, expect, test } from 'vitest'
import {
  cancelExternal,
  complete,
  continueAsNew,
  decisionTask,
  signalExternal,
  timer,
  World,
} from './local-world.ts'

const by = { decisionTaskCompletedEventId: 4 }

/** The execution `x`, whose first decision task is done (events 1 to 4), and `w`, which has one to answer. */
function two() {
  const world = new World().registered()
  world.start({ workflowId: 'x' })
  world.decide()
  world.start()
  return { world, x: world.latest('x'), w: world.latest('w') }
}

describe('SignalExternalWorkflowExecution', () => {
  test('arrives in a transaction of its own, and one more tells the sender', () => {
    const { world, x, w } = two()
    const before = world.log.length
    world.decide([signalExternal('x', { input: 'i', control: 'mine' })])
    expect(world.rows(5)).toEqual([
      [
        5,
        'SignalExternalWorkflowExecutionInitiated',
        { workflowId: 'x', signalName: 's', input: 'i', control: 'mine', ...by },
      ],
      [6, 'ExternalWorkflowExecutionSignaled', { workflowExecution: x, initiatedEventId: 5 }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.rows(5, x)).toEqual([
      [
        5,
        'WorkflowExecutionSignaled',
        { signalName: 's', input: 'i', externalWorkflowExecution: w, externalInitiatedEventId: 5 },
      ],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.log.slice(before + 1).map(({ kind }) => kind)).toEqual([
      'decision-task-completed',
      'execution-signaled',
      'external-signaled',
    ])
  })

  test('reaches a given run', () => {
    const { world, x } = two()
    world.decide([signalExternal('x', { runId: x.runId })])
    expect(world.rows(5)[0]![2]).toMatchObject({ runId: x.runId })
    expect(world.rows(5, x)[0]![1]).toBe('WorkflowExecutionSignaled')
  })

  test.each([
    ['x', 'another'],
    ['nobody', undefined],
    ['closed', undefined],
  ])('to %s, run %s, fails in a later transaction', (workflowId, runId) => {
    const { world } = two()
    world.start({ workflowId: 'closed', taskList: { name: 'l' } })
    world.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'closed' })
    world.runId = world.latest('w').runId
    const control = 'mine'
    world.decide([signalExternal(workflowId, { control, ...(runId && { runId }) })])
    const to = { workflowId, ...(runId && { runId }) }
    const cause = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
    expect(world.rows(5)).toEqual([
      [5, 'SignalExternalWorkflowExecutionInitiated', { ...to, signalName: 's', control, ...by }],
      [6, 'SignalExternalWorkflowExecutionFailed', { ...to, cause, initiatedEventId: 5, control, ...by }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.log.at(-1)!.events!.length).toBe(2)
  })

  test('to oneself: the signal first, then that it has arrived', () => {
    const world = new World().started()
    world.decide([signalExternal('w')])
    const self = world.latest('w')
    expect(world.rows(6)).toEqual([
      [
        6,
        'WorkflowExecutionSignaled',
        { signalName: 's', externalWorkflowExecution: self, externalInitiatedEventId: 5 },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
      [8, 'ExternalWorkflowExecutionSignaled', { workflowExecution: self, initiatedEventId: 5 }],
    ])
  })

  test('arrives although its sender closed in the same batch', () => {
    const { world, x, w } = two()
    world.decide([signalExternal('x'), signalExternal('nobody'), complete()])
    expect(world.rows(5, x)[0]![2]).toMatchObject({ externalWorkflowExecution: w })
    expect(world.rows(7, w)).toEqual([[7, 'WorkflowExecutionCompleted', by]])
    expect(world.machine.followUp(world.now)).toBe(undefined)
  })

  test('to its own id, and continuing as new: the next run gets it', () => {
    const world = new World().started()
    world.decide([signalExternal('w'), continueAsNew()])
    expect(world.rows(3, world.latest('w'))).toEqual([
      [
        3,
        'WorkflowExecutionSignaled',
        {
          signalName: 's',
          externalWorkflowExecution: { workflowId: 'w', runId: world.runId },
          externalInitiatedEventId: 5,
        },
      ],
    ])
  })
})

describe('RequestCancelExternalWorkflowExecution', () => {
  test('arrives in a transaction of its own, and one more tells the sender', () => {
    const { world, x, w } = two()
    world.decide([cancelExternal('x', { control: 'mine' })])
    expect(world.rows(5)).toEqual([
      [5, 'RequestCancelExternalWorkflowExecutionInitiated', { workflowId: 'x', control: 'mine', ...by }],
      [6, 'ExternalWorkflowExecutionCancelRequested', { workflowExecution: x, initiatedEventId: 5 }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.rows(5, x)).toEqual([
      [5, 'WorkflowExecutionCancelRequested', { externalWorkflowExecution: w, externalInitiatedEventId: 5 }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.describe(x).executionInfo.cancelRequested).toBe(true)
  })

  test('to nobody fails in a later transaction', () => {
    const { world } = two()
    world.decide([cancelExternal('x', { runId: 'another' })])
    const to = { workflowId: 'x', runId: 'another' }
    expect(world.rows(6)).toEqual([
      [
        6,
        'RequestCancelExternalWorkflowExecutionFailed',
        { ...to, cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION', initiatedEventId: 5, ...by },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('arrives although its sender closed in the same batch', () => {
    const { world, x } = two()
    world.decide([cancelExternal('x'), cancelExternal('nobody'), complete()])
    expect(world.rows(5, x)[0]![1]).toBe('WorkflowExecutionCancelRequested')
    expect(world.machine.followUp(world.now)).toBe(undefined)
  })
})

test('several in one batch cost one decision task', () => {
  const { world } = two()
  world.decide([signalExternal('x'), cancelExternal('x'), signalExternal('nobody'), timer('t', 1)])
  expect(world.rows(9).map(([, type]) => type)).toEqual([
    'SignalExternalWorkflowExecutionFailed',
    'DecisionTaskScheduled',
    'ExternalWorkflowExecutionSignaled',
    'ExternalWorkflowExecutionCancelRequested',
  ])
})
