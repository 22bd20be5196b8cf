import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChosenTransition } from '../src/machine/chosen.ts'
import type { Decision } from '../src/model/generated/types.ts'
import { runSteps, step } from './random-steps.ts'
import {
  act,
  cancel,
  cancelActivity,
  cancelExternal,
  cancelTimer,
  child,
  complete,
  continueAsNew,
  fail,
  flow,
  lambda,
  marker,
  row,
  schedule,
  signalExternal,
  TestService,
  timer,
} from './test-service.ts'
import type { Draft } from '../src/machine/transaction.ts'

/** What test tools choose, instead of what comes next. */

const by = { decisionTaskCompletedEventId: 4 }
const rowsOf = (draft: Draft | undefined) => draft?.events?.map(row)

describe('a chosen deadline', () => {
  test('records the same as the deadline that comes next, if that is the one', () => {
    const kinds = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), steps => {
        runSteps([
          ...steps,
          ({ machine }) => {
            const next = machine.describeNextDeadline()
            if (next === undefined) return
            const at = next.at.getTime()
            const chosen = machine.expire({ ...next, id: next.id ?? '' }, at)
            if (next.kind !== 'decision' || next.running) expect(chosen).toEqual(machine.due(at))
            kinds.add(next.kind)
          },
        ])
      }),
      { numRuns: 200 },
    )
    expect([...kinds].sort()).toEqual(['activity', 'decision', 'execution', 'lambda', 'timer'])
  })

  test('needs not be due, and of an activity it can be any of its timeouts', () => {
    const service = new TestService().started()
    service.decide([schedule('a', { startToCloseTimeout: '9', heartbeatTimeout: '3' }), timer('t', 600)])
    service.activityTask()
    const { machine, runId, now } = service
    const timedOut = (timeoutType: 'HEARTBEAT' | 'START_TO_CLOSE') =>
      rowsOf(machine.expire({ runId, kind: 'activity', id: 'a', timeoutType }, now))?.[0]
    expect([timedOut('START_TO_CLOSE'), timedOut('HEARTBEAT')]).toEqual(
      ['START_TO_CLOSE', 'HEARTBEAT'].map(timeoutType => [
        8,
        'ActivityTaskTimedOut',
        { timeoutType, scheduledEventId: 5, startedEventId: 7 },
      ]),
    )
    const fired = [8, 'TimerFired', { timerId: 't', startedEventId: 6 }]
    expect(rowsOf(machine.expire({ runId, kind: 'timer', id: 't' }, now))?.[0]).toEqual(fired)
  })

  test.each([
    { kind: 'timer', id: 'none' },
    { kind: 'activity', id: 'none' },
    { kind: 'lambda' },
    { kind: 'decision' },
    { kind: 'execution', runId: 'none' },
  ] as const)('that does not exist records nothing: %j', chosen => {
    const { machine, runId, now } = new TestService().started()
    expect(machine.expire({ runId, ...chosen }, now)).toBeUndefined()
  })
})

/** An execution whose decisions are recorded, while all that SWF does because of them is still pending. */
function pendingService() {
  const service = new TestService().started({ lambdaRole: 'role' })
  service.decide([schedule('a')])
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  const decisions = [child('c'), cancelActivity('a'), signalExternal('x'), cancelExternal('w'), lambda('l')]
  const { taskToken } = service.decisionTask()
  const outcome = service.ask('RespondDecisionTaskCompleted', { taskToken, decisions })
  if ('record' in outcome) service.machine.apply({ ...outcome.record, seq: 99, at: service.now })
  return service
}

describe('a chosen pending transition', () => {
  const requests = [
    ['start-child', 10],
    ['cancel-unstarted', 5],
    ['signal-external', 12],
    ['cancel-external', 13],
    ['start-lambda', 14],
  ] as const

  test('is one of those that are pending, which are listed in their order', () => {
    const { machine, runId } = pendingService()
    expect(machine.pending(runId)).toEqual(requests.map(([kind, eventId]) => ({ runId, kind, eventId })))
    expect(machine.pending('none')).toEqual([])
  })

  test('can come before the others', () => {
    const { machine, runId, now } = pendingService()
    const draft = machine.pendingTransition(now, { runId, kind: 'start-lambda', eventId: 14 })!
    expect(rowsOf(draft)).toEqual([[15, 'LambdaFunctionStarted', { scheduledEventId: 14 }]])
    machine.apply({ ...draft, seq: 100, at: now })
    expect(machine.pending(runId).map(({ kind }) => kind)).toEqual(requests.map(([kind]) => kind).slice(0, 4))
    expect(rowsOf(machine.pendingTransition(now))?.[0]?.[1]).toBe('WorkflowExecutionStarted')
  })

  test.each<[ChosenTransition['kind'], number, string, object]>([
    ['start-child', 10, 'StartChildWorkflowExecutionFailed', { workflowType: flow, workflowId: 'c' }],
    ['signal-external', 12, 'SignalExternalWorkflowExecutionFailed', { workflowId: 'x' }],
    ['cancel-external', 13, 'RequestCancelExternalWorkflowExecutionFailed', { workflowId: 'w' }],
  ])('can fail with a chosen cause: %s', (kind, eventId, eventType, attributes) => {
    const { machine, runId, now } = pendingService()
    const draft = machine.pendingTransition(now, { runId, kind, eventId, failure: { cause: 'CHOSEN' } })
    const more = { cause: 'CHOSEN', initiatedEventId: eventId, decisionTaskCompletedEventId: 9 }
    expect(rowsOf(draft)?.[0]).toEqual([15, eventType, { ...attributes, ...more }])
  })

  test('of a Lambda function can fail with a chosen cause and message', () => {
    const { machine, runId, now } = pendingService()
    const failure = { cause: 'ASSUME_ROLE_FAILED', message: 'no' }
    const draft = machine.pendingTransition(now, { runId, kind: 'start-lambda', eventId: 14, failure })
    expect(rowsOf(draft)?.[0]).toEqual([
      15,
      'StartLambdaFunctionFailed',
      { scheduledEventId: 14, ...failure },
    ])
  })
})

describe('a chosen refusal', () => {
  test.each<[Decision, object]>([
    [schedule('a'), { activityType: act, activityId: 'a' }],
    [cancelActivity('a'), { activityId: 'a' }],
    [timer('t', 1), { timerId: 't' }],
    [cancelTimer('t'), { timerId: 't' }],
    [marker('m'), { markerName: 'm' }],
    [
      child('c', { control: 'k' }),
      { workflowType: flow, workflowId: 'c', control: 'k', initiatedEventId: 0 },
    ],
    [lambda('l'), { id: 'l', name: 'double' }],
    [complete(), {}],
    [fail(), {}],
    [cancel(), {}],
    [continueAsNew(), {}],
  ])('is recorded, and a decision task follows: %j', (decision, attributes) => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    const decisions = [marker('first'), decision]
    const { machine, now } = service
    const refuse = (index: number) => (index === 1 ? 'OPERATION_NOT_PERMITTED' : undefined)
    const outcome = machine.handle('RespondDecisionTaskCompleted', { taskToken, decisions }, now, { refuse })
    expect(rowsOf('record' in outcome ? outcome.record : undefined)?.slice(1)).toEqual([
      [5, 'MarkerRecorded', { markerName: 'first', ...by }],
      [6, `${decision.decisionType}Failed`, { ...attributes, cause: 'OPERATION_NOT_PERMITTED', ...by }],
      [7, 'DecisionTaskScheduled', expect.anything()],
    ])
  })
})
