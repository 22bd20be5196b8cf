import { describe, expect, test } from 'vitest'
import { complete, decisionTask, lambda, World } from './local-world.ts'
import type { LambdaOutcome } from '../src/machine/machine.ts'

const by = { decisionTaskCompletedEventId: 4 }
const role = { lambdaRole: 'arn:aws:iam::123456789012:role/lambda' }

function scheduled(...decisions: ReturnType<typeof lambda>[]) {
  const world = new World().started(role)
  world.decide(decisions)
  return world
}

test('a function is scheduled in the batch, started in the next transaction, and to be invoked', () => {
  const world = scheduled(lambda('1', { input: '21', control: 'mine', startToCloseTimeout: '5' }))
  expect(world.rows(5)).toEqual([
    [
      5,
      'LambdaFunctionScheduled',
      { id: '1', name: 'double', control: 'mine', input: '21', startToCloseTimeout: '5', ...by },
    ],
    [6, 'LambdaFunctionStarted', { scheduledEventId: 5 }],
  ])
  expect(world.describe().openCounts.openLambdaFunctions).toBe(1)
  expect(world.machine.invocations()).toEqual([
    { runId: world.runId, scheduledEventId: 5, name: 'double', input: '21', deadline: world.now + 5000 },
  ])
  expect(world.machine.invocations()).toEqual([])
})

describe('its outcome is recorded with a decision task', () => {
  test.each<[LambdaOutcome, string]>([
    [{ result: '42' }, 'LambdaFunctionCompleted'],
    [{}, 'LambdaFunctionCompleted'],
    [{ reason: 'Unhandled', details: '{}' }, 'LambdaFunctionFailed'],
  ])('%j', (outcome, type) => {
    const world = scheduled(lambda('1'))
    world.invoke(() => outcome)
    expect(world.rows(5)).toEqual([
      [5, 'LambdaFunctionScheduled', { id: '1', name: 'double', ...by }],
      [6, 'LambdaFunctionStarted', { scheduledEventId: 5 }],
      [7, type, { scheduledEventId: 5, startedEventId: 6, ...outcome }],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.describe().openCounts.openLambdaFunctions).toBe(0)
  })
})

test('it times out, after 900 seconds if the decision gave no timeout, and its outcome comes too late', () => {
  const world = scheduled(lambda('1'), lambda('2', { startToCloseTimeout: '1' }))
  const invocations = world.machine.invocations()
  world.pass(900_000)
  const timeoutType = 'START_TO_CLOSE'
  expect(world.rows(9)).toEqual([
    [9, 'LambdaFunctionTimedOut', { scheduledEventId: 6, startedEventId: 8, timeoutType }],
    [10, 'DecisionTaskScheduled', decisionTask],
    [11, 'LambdaFunctionTimedOut', { scheduledEventId: 5, startedEventId: 7, timeoutType }],
  ])
  for (const invocation of invocations) {
    expect(world.machine.invoked(invocation, { result: 'late' }, world.now)).toBe(undefined)
  }
})

test('without a role it can not be started', () => {
  const world = new World().started()
  world.decide([lambda('1')])
  expect(world.rows(5)).toEqual([
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
  expect(world.machine.invocations()).toEqual([])
  expect(world.describe().openCounts.openLambdaFunctions).toBe(0)
})

test('the role may be the default of the type', () => {
  const world = new World().registered()
  const type = { name: 'roled', version: '1' }
  world.call('RegisterWorkflowType', {
    domain: 'd',
    ...type,
    defaultLambdaRole: 'r',
    defaultTaskList: { name: 'flows' },
    defaultChildPolicy: 'TERMINATE',
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '1000',
  })
  world.start({ workflowType: type })
  world.decide([lambda('1')])
  expect(world.rows(6)).toEqual([[6, 'LambdaFunctionStarted', { scheduledEventId: 5 }]])
})

describe('it is refused', () => {
  test('while its id is in use; a closed one may be used again', () => {
    const world = scheduled(lambda('1'), lambda('1', { name: 'other' }))
    expect(world.rows(6)[0]).toEqual([
      6,
      'ScheduleLambdaFunctionFailed',
      { id: '1', name: 'other', cause: 'ID_ALREADY_IN_USE', ...by },
    ])
    world.invoke(() => ({ result: 'r' }))
    world.decide([lambda('1')])
    expect(world.rows(12).map(([, type]) => type)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
    ])
    world.invoke(() => ({ result: 'again' }))
    expect(world.rows(14)[0]![2]).toEqual({ scheduledEventId: 12, startedEventId: 13, result: 'again' })
  })

  test('when too many are open', () => {
    const world = new World({ limits: { openLambdaFunctions: 1 } }).started(role)
    world.decide([lambda('1'), lambda('2')])
    expect(world.rows(6)[0]![2]).toEqual({
      id: '2',
      name: 'double',
      cause: 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED',
      ...by,
    })
  })

  test.each(['0', '901', 'NONE', 'x'])('as a whole batch with a timeout of %s', startToCloseTimeout => {
    const world = new World().started(role)
    const { taskToken } = world.decisionTask()
    const decisions = [lambda('1', { startToCloseTimeout })]
    expect(world.fault('RespondDecisionTaskCompleted', { taskToken, decisions })).toContain(
      "at 'decisions.1.member.scheduleLambdaFunctionDecisionAttributes.startToCloseTimeout'",
    )
  })
})

test('a close forgets it: no event, and nothing to invoke', () => {
  const world = scheduled(lambda('1'))
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  world.decide([complete()])
  expect(world.rows(11)).toEqual([[11, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 10 }]])
  expect(world.machine.invocations()).toEqual([])
  expect(world.describe().openCounts.openLambdaFunctions).toBe(1)
  const { runId } = world
  const late = { runId, scheduledEventId: 5, name: 'double', input: undefined, deadline: 0 }
  expect(world.machine.invoked(late, { result: 'late' }, world.now)).toBe(undefined)
  world.pass(900_000)
  expect(world.rows(12)).toEqual([])
})

test('in one batch with a close it is not started', () => {
  const world = new World().started(role)
  world.decide([lambda('1'), complete()])
  expect(world.rows(6)).toEqual([[6, 'WorkflowExecutionCompleted', by]])
  expect(world.machine.followUp(world.now)).toBe(undefined)
})

test('after a restart what has no outcome on record is to be invoked again', () => {
  const world = scheduled(lambda('1'), lambda('2'))
  const [first, second] = world.machine.invocations()
  world.commit(world.machine.invoked(first!, { result: 'r' }, world.now)!)
  expect(world.rebuilt().machine.invocations()).toEqual([second])
})
