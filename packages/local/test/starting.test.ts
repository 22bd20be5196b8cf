import { describe, expect, test } from 'vitest'
import { decisionTask, flow, TestService } from './test-service.ts'

const bare = { name: 'bare', version: '1' }
const start = { domain: 'd', workflowId: 'w', workflowType: bare }
const whole = {
  ...start,
  executionStartToCloseTimeout: '60',
  taskList: { name: 'l' },
  taskStartToCloseTimeout: 'NONE',
  childPolicy: 'ABANDON',
} as const

const service = () => {
  const w = new TestService().registered()
  w.call('RegisterWorkflowType', { domain: 'd', ...bare })
  return w
}

describe('StartWorkflowExecution', () => {
  test('prefers the values of the request to the defaults of the type', () => {
    const w = service()
    w.call('RegisterWorkflowType', {
      domain: 'd',
      name: 'full',
      version: '1',
      defaultTaskPriority: '1',
      defaultLambdaRole: 'arn:aws:iam::1:role/r',
      defaultChildPolicy: 'ABANDON',
      defaultTaskList: { name: 'l' },
      defaultTaskStartToCloseTimeout: '5',
      defaultExecutionStartToCloseTimeout: '50',
    })
    const workflowType = { name: 'full', version: '1' }
    w.start({ workflowType })
    expect(w.rows()).toEqual([
      [
        1,
        'WorkflowExecutionStarted',
        {
          executionStartToCloseTimeout: '50',
          taskStartToCloseTimeout: '5',
          childPolicy: 'ABANDON',
          taskList: { name: 'l' },
          taskPriority: '1',
          workflowType,
          parentInitiatedEventId: 0,
          lambdaRole: 'arn:aws:iam::1:role/r',
        },
      ],
      [
        2,
        'DecisionTaskScheduled',
        { ...decisionTask, taskList: { name: 'l' }, taskPriority: '1', startToCloseTimeout: '5' },
      ],
    ])
    w.start({
      workflowType,
      workflowId: 'v',
      executionStartToCloseTimeout: '60',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'TERMINATE',
      taskList: { name: 'm' },
      taskPriority: '-7',
      lambdaRole: 'arn:other',
      tagList: ['a', 'b'],
      input: '',
    })
    expect(w.rows(1, { workflowId: 'v', runId: w.runId })).toEqual([
      [
        1,
        'WorkflowExecutionStarted',
        {
          input: '',
          executionStartToCloseTimeout: '60',
          taskStartToCloseTimeout: 'NONE',
          childPolicy: 'TERMINATE',
          taskList: { name: 'm' },
          taskPriority: '-7',
          workflowType,
          tagList: ['a', 'b'],
          parentInitiatedEventId: 0,
          lambdaRole: 'arn:other',
        },
      ],
      [
        2,
        'DecisionTaskScheduled',
        { ...decisionTask, taskList: { name: 'm' }, taskPriority: '-7', startToCloseTimeout: 'NONE' },
      ],
    ])
  })

  test.each([
    [start, 'executionStartToCloseTimeout'],
    [{ ...start, executionStartToCloseTimeout: '1' }, 'taskList'],
    [{ ...start, executionStartToCloseTimeout: '1', taskList: { name: 'l' } }, 'taskStartToCloseTimeout'],
    [{ ...whole, childPolicy: undefined }, 'childPolicy'],
  ])('reports the first value that is missing %#', (input, missing) => {
    expect(service().errorOf('StartWorkflowExecution', input)).toBe(`DefaultUndefinedFault: ${missing}`)
  })

  test('checks in this order: unknown type, deprecated type, defaults, already started', () => {
    const w = service()
    const input = { ...whole, workflowType: { name: 'x', version: '1' } }
    expect(w.errorOf('StartWorkflowExecution', input)).toBe(
      'UnknownResourceFault: Unknown type: WorkflowType=[name=x, version=1]',
    )
    w.call('StartWorkflowExecution', whole)
    expect(w.errorOf('StartWorkflowExecution', whole)).toBe('WorkflowExecutionAlreadyStartedFault: ')
    expect(w.errorOf('StartWorkflowExecution', start)).toBe(
      'DefaultUndefinedFault: executionStartToCloseTimeout',
    )
    w.call('DeprecateWorkflowType', { domain: 'd', workflowType: bare })
    expect(w.errorOf('StartWorkflowExecution', start)).toBe(
      'TypeDeprecatedFault: WorkflowType=[name=bare, version=1]',
    )
  })

  test('an id is in use across all types until its execution has closed', () => {
    const w = service()
    const first = w.call('StartWorkflowExecution', whole)
    expect(w.errorOf('StartWorkflowExecution', { ...start, workflowType: flow })).toBe(
      'WorkflowExecutionAlreadyStartedFault: ',
    )
    w.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    const second = w.call('StartWorkflowExecution', whole)
    expect([first, second]).toEqual([{ runId: 'run+1/=' }, { runId: 'run+2/=' }])
    // the closed run can still be read
    expect(w.rows(3, { workflowId: 'w', runId: 'run+1/=' })).toEqual([
      [3, 'WorkflowExecutionTerminated', { childPolicy: 'ABANDON', cause: 'OPERATOR_INITIATED' }],
    ])
  })

  test('makes run ids that look like those of the service', async () => {
    const { createMachine } = await import('../src/machine/machine.ts')
    const machine = createMachine()
    const w = service()
    w.log.forEach(t => machine.apply(t))
    const outcome = machine.handle('StartWorkflowExecution', whole, w.now) as { response: { runId: string } }
    expect(outcome.response.runId).toMatch(/^22[A-Za-z0-9+/]{43}=$/)
  })
})

describe('signals, cancel requests and terminations', () => {
  const w = (input: object = {}) => ({ domain: 'd', workflowId: 'w', ...input })

  test.each([
    ['SignalWorkflowExecution', { signalName: 's' }],
    ['RequestCancelWorkflowExecution', {}],
    ['TerminateWorkflowExecution', {}],
  ])('%s requires an open execution', (action, more) => {
    const service = new TestService().started()
    const withoutRun = 'UnknownResourceFault: Unknown execution, workflowId = '
    const withRun = (runId: string) =>
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${runId}]`
    expect(service.errorOf(action, { ...w(more), workflowId: 'x' })).toBe(`${withoutRun}x`)
    expect(service.errorOf(action, { ...w(more), runId: 'other' })).toBe(withRun('other'))
    expect(service.errorOf(action, { ...w(more), runId: service.runId })).toBe('no error')
    expect(service.errorOf(action, { ...w(more), runId: '' })).toBe('no error')
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(service.errorOf(action, w(more))).toBe(`${withoutRun}w`)
    expect(service.errorOf(action, { ...w(more), runId: service.runId })).toBe(withRun(service.runId))
  })

  test('a cancel request only adds an event, and a second one adds another', () => {
    const service = new TestService().started()
    expect(service.call('RequestCancelWorkflowExecution', w())).toBe(undefined)
    service.call('RequestCancelWorkflowExecution', w())
    expect(service.rows(3)).toEqual([
      [3, 'WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 }],
      [4, 'WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 }],
    ])
    expect(service.describe().executionInfo.cancelRequested).toBe(true)
  })

  test('a termination closes at once, and its child policy overrides that of the execution', () => {
    const service = new TestService().started()
    service.call(
      'TerminateWorkflowExecution',
      w({ reason: 'r', details: 'd', childPolicy: 'REQUEST_CANCEL' }),
    )
    expect(service.rows(3)).toEqual([
      [
        3,
        'WorkflowExecutionTerminated',
        { reason: 'r', details: 'd', childPolicy: 'REQUEST_CANCEL', cause: 'OPERATOR_INITIATED' },
      ],
    ])
    expect(service.decisionTask()).toEqual({ startedEventId: 0, previousStartedEventId: 0 })
    expect(service.machine.nextDeadline()).toBe(undefined)
  })
})
