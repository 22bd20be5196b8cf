import { describe, expect, test } from 'vitest'
import { complete, decisionTask, lambda, TestService } from './test-service.ts'
import type { LambdaOutcome } from '../src/machine/machine.ts'

const by = { decisionTaskCompletedEventId: 4 }
const role = { lambdaRole: 'arn:aws:iam::123456789012:role/lambda' }

function scheduled(...decisions: ReturnType<typeof lambda>[]) {
  const service = new TestService().started(role)
  service.decide(decisions)
  return service
}

test('a function is scheduled in the batch, started in the next transaction, and then invoked', () => {
  const service = scheduled(lambda('1', { input: '21', control: 'mine', startToCloseTimeout: '5' }))
  expect(service.rows(5)).toEqual([
    [
      5,
      'LambdaFunctionScheduled',
      { id: '1', name: 'double', control: 'mine', input: '21', startToCloseTimeout: '5', ...by },
    ],
    [6, 'LambdaFunctionStarted', { scheduledEventId: 5 }],
  ])
  expect(service.describe().openCounts.openLambdaFunctions).toBe(1)
  expect(service.machine.invocations()).toEqual([
    { runId: service.runId, scheduledEventId: 5, name: 'double', input: '21', deadline: service.now + 5000 },
  ])
  expect(service.machine.invocations()).toEqual([])
})

describe('its outcome is recorded and a decision task is scheduled', () => {
  test.each<[LambdaOutcome, string]>([
    [{ result: '42' }, 'LambdaFunctionCompleted'],
    [{}, 'LambdaFunctionCompleted'],
    [{ reason: 'Unhandled', details: '{}' }, 'LambdaFunctionFailed'],
  ])('%j', (outcome, type) => {
    const service = scheduled(lambda('1'))
    service.invoke(() => outcome)
    expect(service.rows(5)).toEqual([
      [5, 'LambdaFunctionScheduled', { id: '1', name: 'double', ...by }],
      [6, 'LambdaFunctionStarted', { scheduledEventId: 5 }],
      [7, type, { scheduledEventId: 5, startedEventId: 6, ...outcome }],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.describe().openCounts.openLambdaFunctions).toBe(0)
  })
})

test('times out after 900 seconds if the decision has no timeout, and a late outcome is ignored', () => {
  const service = scheduled(lambda('1'), lambda('2', { startToCloseTimeout: '1' }))
  const invocations = service.machine.invocations()
  service.pass(900_000)
  const timeoutType = 'START_TO_CLOSE'
  expect(service.rows(9)).toEqual([
    [9, 'LambdaFunctionTimedOut', { scheduledEventId: 6, startedEventId: 8, timeoutType }],
    [10, 'DecisionTaskScheduled', decisionTask],
    [11, 'LambdaFunctionTimedOut', { scheduledEventId: 5, startedEventId: 7, timeoutType }],
  ])
  for (const invocation of invocations) {
    expect(service.machine.invoked(invocation, { result: 'late' }, service.now)).toBe(undefined)
  }
})

test("can't be started without a role", () => {
  const service = new TestService().started()
  service.decide([lambda('1')])
  expect(service.rows(5)).toEqual([
    [5, 'LambdaFunctionScheduled', { id: '1', name: 'double', ...by }],
    [
      6,
      'StartLambdaFunctionFailed',
      {
        scheduledEventId: 5,
        cause: 'ASSUME_ROLE_FAILED',
        message: 'No IAM role is attached to the current workflow execution.',
      },
    ],
    [7, 'DecisionTaskScheduled', decisionTask],
  ])
  expect(service.machine.invocations()).toEqual([])
  expect(service.describe().openCounts.openLambdaFunctions).toBe(0)
})

test('uses the default role of the type', () => {
  const service = new TestService().registered()
  const type = { name: 'roled', version: '1' }
  service.call('RegisterWorkflowType', {
    domain: 'd',
    ...type,
    defaultLambdaRole: 'r',
    defaultTaskList: { name: 'flows' },
    defaultChildPolicy: 'TERMINATE',
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '1000',
  })
  service.start({ workflowType: type })
  service.decide([lambda('1')])
  expect(service.rows(6)).toEqual([[6, 'LambdaFunctionStarted', { scheduledEventId: 5 }]])
})

describe('it is refused', () => {
  test('while its id is in use, which ends with the function', () => {
    const service = scheduled(lambda('1'), lambda('1', { name: 'other' }))
    expect(service.rows(6)[0]).toEqual([
      6,
      'ScheduleLambdaFunctionFailed',
      { id: '1', name: 'other', cause: 'ID_ALREADY_IN_USE', ...by },
    ])
    service.invoke(() => ({ result: 'r' }))
    service.decide([lambda('1')])
    expect(service.rows(12).map(([, type]) => type)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
    ])
    service.invoke(() => ({ result: 'again' }))
    expect(service.rows(14)[0]![2]).toEqual({ scheduledEventId: 12, startedEventId: 13, result: 'again' })
  })

  test('when too many are open', () => {
    const service = new TestService({ limits: { openLambdaFunctions: 1 } }).started(role)
    service.decide([lambda('1'), lambda('2')])
    expect(service.rows(6)[0]![2]).toEqual({
      id: '2',
      name: 'double',
      cause: 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED',
      ...by,
    })
  })

  test.each(['0', '901', 'NONE', 'x'])('as a whole batch with a timeout of %s', startToCloseTimeout => {
    const service = new TestService().started(role)
    const { taskToken } = service.decisionTask()
    const decisions = [lambda('1', { startToCloseTimeout })]
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken, decisions })).toContain(
      "at 'decisions.1.member.scheduleLambdaFunctionDecisionAttributes.startToCloseTimeout'",
    )
  })
})

test('a close ends it without an event, and it is not invoked', () => {
  const service = scheduled(lambda('1'))
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  service.decide([complete()])
  expect(service.rows(11)).toEqual([[11, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 10 }]])
  expect(service.machine.invocations()).toEqual([])
  expect(service.describe().openCounts.openLambdaFunctions).toBe(1)
  const { runId } = service
  const late = { runId, scheduledEventId: 5, name: 'double', input: undefined, deadline: 0 }
  expect(service.machine.invoked(late, { result: 'late' }, service.now)).toBe(undefined)
  service.pass(900_000)
  expect(service.rows(12)).toEqual([])
})

test('is not started if the same batch closes the execution', () => {
  const service = new TestService().started(role)
  service.decide([lambda('1'), complete()])
  expect(service.rows(6)).toEqual([[6, 'WorkflowExecutionCompleted', by]])
  expect(service.machine.pendingTransition(service.now)).toBe(undefined)
})

test('is invoked again after a restart if no outcome is recorded', () => {
  const service = scheduled(lambda('1'), lambda('2'))
  const [first, second] = service.machine.invocations()
  service.commit(service.machine.invoked(first!, { result: 'r' }, service.now)!)
  expect(service.rebuilt().machine.invocations()).toEqual([second])
})
