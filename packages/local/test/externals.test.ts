import { describe, expect, test } from 'vitest'
import {
  cancelExternal,
  complete,
  continueAsNew,
  decisionTask,
  signalExternal,
  timer,
  TestService,
} from './test-service.ts'

const by = { decisionTaskCompletedEventId: 4 }

/** An execution `x` whose first decision task is completed (events 1 to 4), and `w`, which has a decision task to complete. */
function two() {
  const service = new TestService().registered()
  service.start({ workflowId: 'x' })
  service.decide()
  service.start()
  return { service, x: service.latest('x'), w: service.latest('w') }
}

describe('SignalExternalWorkflowExecution', () => {
  test('arrives in a transaction of its own, and another one reports this to the sender', () => {
    const { service, x, w } = two()
    const before = service.log.length
    service.decide([signalExternal('x', { input: 'i', control: 'mine' })])
    expect(service.rows(5)).toEqual([
      [
        5,
        'SignalExternalWorkflowExecutionInitiated',
        { workflowId: 'x', signalName: 's', input: 'i', control: 'mine', ...by },
      ],
      [6, 'ExternalWorkflowExecutionSignaled', { workflowExecution: x, initiatedEventId: 5 }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.rows(5, x)).toEqual([
      [
        5,
        'WorkflowExecutionSignaled',
        { signalName: 's', input: 'i', externalWorkflowExecution: w, externalInitiatedEventId: 5 },
      ],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.log.slice(before + 1).map(({ kind }) => kind)).toEqual([
      'decision-task-completed',
      'execution-signaled',
      'external-signaled',
    ])
  })

  test('reaches a given run', () => {
    const { service, x } = two()
    service.decide([signalExternal('x', { runId: x.runId })])
    expect(service.rows(5)[0]![2]).toMatchObject({ runId: x.runId })
    expect(service.rows(5, x)[0]![1]).toBe('WorkflowExecutionSignaled')
  })

  test.each([
    ['x', 'another'],
    ['unknown', undefined],
    ['closed', undefined],
  ])('to %s, run %s, fails in a later transaction', (workflowId, runId) => {
    const { service } = two()
    service.start({ workflowId: 'closed', taskList: { name: 'l' } })
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'closed' })
    service.runId = service.latest('w').runId
    const control = 'mine'
    service.decide([signalExternal(workflowId, { control, ...(runId && { runId }) })])
    const to = { workflowId, ...(runId && { runId }) }
    const cause = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
    expect(service.rows(5)).toEqual([
      [5, 'SignalExternalWorkflowExecutionInitiated', { ...to, signalName: 's', control, ...by }],
      [6, 'SignalExternalWorkflowExecutionFailed', { ...to, cause, initiatedEventId: 5, control, ...by }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.log.at(-1)!.events!.length).toBe(2)
  })

  test('to the sender itself records the signal first, then its arrival', () => {
    const service = new TestService().started()
    service.decide([signalExternal('w')])
    const self = service.latest('w')
    expect(service.rows(6)).toEqual([
      [
        6,
        'WorkflowExecutionSignaled',
        { signalName: 's', externalWorkflowExecution: self, externalInitiatedEventId: 5 },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
      [8, 'ExternalWorkflowExecutionSignaled', { workflowExecution: self, initiatedEventId: 5 }],
    ])
  })

  test('arrives even if its sender closes in the same batch', () => {
    const { service, x, w } = two()
    service.decide([signalExternal('x'), signalExternal('unknown'), complete()])
    expect(service.rows(5, x)[0]![2]).toMatchObject({ externalWorkflowExecution: w })
    expect(service.rows(7, w)).toEqual([[7, 'WorkflowExecutionCompleted', by]])
    expect(service.machine.pendingTransition(service.now)).toBe(undefined)
  })

  test("to the sender's own id arrives at the next run if the sender continues as new", () => {
    const service = new TestService().started()
    service.decide([signalExternal('w'), continueAsNew()])
    expect(service.rows(3, service.latest('w'))).toEqual([
      [
        3,
        'WorkflowExecutionSignaled',
        {
          signalName: 's',
          externalWorkflowExecution: { workflowId: 'w', runId: service.runId },
          externalInitiatedEventId: 5,
        },
      ],
    ])
  })
})

describe('RequestCancelExternalWorkflowExecution', () => {
  test('arrives in a transaction of its own, and another one reports this to the sender', () => {
    const { service, x, w } = two()
    service.decide([cancelExternal('x', { control: 'mine' })])
    expect(service.rows(5)).toEqual([
      [5, 'RequestCancelExternalWorkflowExecutionInitiated', { workflowId: 'x', control: 'mine', ...by }],
      [6, 'ExternalWorkflowExecutionCancelRequested', { workflowExecution: x, initiatedEventId: 5 }],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.rows(5, x)).toEqual([
      [5, 'WorkflowExecutionCancelRequested', { externalWorkflowExecution: w, externalInitiatedEventId: 5 }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.describe(x).executionInfo.cancelRequested).toBe(true)
  })

  test('to an unknown execution fails in a later transaction', () => {
    const { service } = two()
    service.decide([cancelExternal('x', { runId: 'another' })])
    const to = { workflowId: 'x', runId: 'another' }
    expect(service.rows(6)).toEqual([
      [
        6,
        'RequestCancelExternalWorkflowExecutionFailed',
        { ...to, cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION', initiatedEventId: 5, ...by },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('arrives even if its sender closes in the same batch', () => {
    const { service, x } = two()
    service.decide([cancelExternal('x'), cancelExternal('unknown'), complete()])
    expect(service.rows(5, x)[0]![1]).toBe('WorkflowExecutionCancelRequested')
    expect(service.machine.pendingTransition(service.now)).toBe(undefined)
  })
})

test('causes only one decision task for several in one batch', () => {
  const { service } = two()
  service.decide([signalExternal('x'), cancelExternal('x'), signalExternal('unknown'), timer('t', 1)])
  expect(service.rows(9).map(([, type]) => type)).toEqual([
    'SignalExternalWorkflowExecutionFailed',
    'DecisionTaskScheduled',
    'ExternalWorkflowExecutionSignaled',
    'ExternalWorkflowExecutionCancelRequested',
  ])
})
