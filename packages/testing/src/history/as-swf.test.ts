import type { Decision } from '@aws-sdk/client-swf'
import { activities, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { history, type History } from '../index.ts'

const { pack } = activities<{ pack(item: string): Promise<string> }>({ startToClose: '5m', heartbeat: '1m' })
const kid = workflow({ name: 'kid', executionStartToClose: '1h' }, function* (_: string) {
  yield* []
  return 5
})
const begun = history().started()

const startKid = (workflowId: string, control: string): Decision => ({
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: {
    workflowType: { name: 'kid', version: '1.0' },
    workflowId,
    control,
  },
})
const signalTo = (workflowId: string, runId?: string): Decision => ({
  decisionType: 'SignalExternalWorkflowExecution',
  signalExternalWorkflowExecutionDecisionAttributes: { workflowId, runId, signalName: 'hurry' },
})
const lambda: Decision = {
  decisionType: 'ScheduleLambdaFunction',
  scheduleLambdaFunctionDecisionAttributes: { id: 'l', name: 'resize' },
}

/** Types and execution ids of the events after the first decisions. */
const after = (written: History, before: History) =>
  written.events
    .slice(before.events.length)
    .filter(({ eventType }) => !eventType!.startsWith('DecisionTask'))
    .map(event => {
      const { workflowExecution } =
        event.childWorkflowExecutionStartedEventAttributes ??
        event.externalWorkflowExecutionSignaledEventAttributes ??
        {}
      return [event.eventType, ...(workflowExecution === undefined ? [] : [workflowExecution.runId])]
    })

describe('other executions of a fake history are those of one SWF', () => {
  it('a workflow id is in use until its child closes', () => {
    const two = begun.decided(startKid('k', 'a'), startKid('k', 'b'))
    expect(() => two.child('a').started().child('b').started()).toThrow(
      "ChildWorkflowExecutionStarted of 'b' isn't possible here: an execution with its workflow id is open: use notStarted()",
    )
    expect(after(two.child('a').completed(5).child('b').started(), two)).toEqual([
      ['ChildWorkflowExecutionStarted', 'run of k'],
      ['ChildWorkflowExecutionCompleted'],
      ['ChildWorkflowExecutionStarted', 'run 2 of k'],
    ])
  })

  it('a signal to a child that has not started starts it first', () => {
    const decided = begun.decided(startKid('k', 'a'), signalTo('k'))
    expect(after(decided.signalOut().delivered(), decided)).toEqual([
      ['ChildWorkflowExecutionStarted', 'run of k'],
      ['ExternalWorkflowExecutionSignaled', 'run of k'],
    ])
  })

  it('a signal arrives at the run that it names, and at no other one', () => {
    const decided = begun.decided(signalTo('x', 'the run'))
    expect(after(decided.signalOut().delivered(), decided)).toEqual([
      ['ExternalWorkflowExecutionSignaled', 'the run'],
    ])
    const other = begun.decided(startKid('k', 'a'), signalTo('k', 'the run')).child().started()
    expect(() => other.signalOut().delivered()).toThrow(
      "ExternalWorkflowExecutionSignaled of 'k' isn't possible here: another run of 'k' is open",
    )
  })

  it('a signal of an execution to itself arrives there too', () => {
    const decided = begun.decided(signalTo('workflow-1'))
    expect(after(decided.signalOut().delivered(), decided)).toEqual([
      ['WorkflowExecutionSignaled'],
      ['ExternalWorkflowExecutionSignaled', 'run/1='],
    ])
  })

  it('a child can start with the id of an execution that has received a signal', () => {
    const decided = begun.decided(signalTo('k')).signalOut().delivered().decided(startKid('k', 'a'))
    expect(after(decided.child().completed(), decided)).toEqual([
      ['ChildWorkflowExecutionStarted', 'run 2 of k'],
      ['ChildWorkflowExecutionCompleted'],
    ])
  })
})

describe('SWF itself records', () => {
  it('the details of the last heartbeat with a timeout, and rejects details that are too long', () => {
    const scheduled = begun.scheduled('1', pack, 'box')
    const timedOut = scheduled.timedOut(pack, 'START_TO_CLOSE', 'half')
    expect(timedOut.events.at(-2)!.activityTaskTimedOutEventAttributes).toEqual({
      timeoutType: 'START_TO_CLOSE',
      scheduledEventId: 5,
      startedEventId: 6,
      details: '{"json":"half"}',
    })
    expect(() => scheduled.timedOut(pack, 'HEARTBEAT', 'x'.repeat(3000))).toThrow(
      "RecordActivityTaskHeartbeat isn't possible here: SWF rejects it with ValidationException: details: Member must have length less than or equal to 2048. Open: activity '1' pack 1.0 (started)",
    )
  })

  it('its own message where it cannot call a Lambda function, unless the test has one', () => {
    const decided = begun.decided(lambda)
    const message = (written: History) =>
      written.events.at(-2)!.startLambdaFunctionFailedEventAttributes!.message
    expect([
      message(decided.lambda().notStarted()),
      message(decided.lambda().notStarted('ASSUME_ROLE_FAILED', 'no')),
    ]).toEqual(['No IAM role is attached to the current workflow execution.', 'no'])
  })

  it('the defaults of a type for what a decision leaves out', () => {
    const decided = begun.decided(startKid('k', 'a'))
    const { startChildWorkflowExecutionInitiatedEventAttributes: initiated } = decided.events.at(-1)!
    expect(initiated).toMatchObject({
      executionStartToCloseTimeout: '3600',
      taskList: { name: 'default' },
    })
    expect(decided.child(kid).timedOut().events.at(-1)!.eventTimestamp).toEqual(
      new Date('2026-01-01T01:00:03Z'),
    )
  })
})

it('a history that is read or that branches off leaves the others as they are', () => {
  const growing = begun.scheduled('1', pack, 'box')
  const open = [...growing.open]
  expect(growing.timerStarted('2', '1h').open).toEqual(["activity '1' pack 1.0 (scheduled)", "timer '2'"])
  const failed = () => growing.scheduled('3', pack, 'x'.repeat(40_000))
  expect(failed).toThrow('input: Member must have length less than or equal to 32768')
  expect([growing.open, growing.completed(pack, 'done').open]).toEqual([
    open,
    ['a queued decision task (event 8)'],
  ])
  expect(
    growing
      .timerStarted('2', '1h')
      .events.map(({ eventType }) => eventType)
      .slice(3),
  ).toEqual(['DecisionTaskCompleted', 'ActivityTaskScheduled', 'TimerStarted'])
})
