import { cancelExternal, lambda, signal, signalExternal, workflow, type Operation } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const paid = signal<{ amount: number }>('paid')
const of = (make: () => Operation<unknown>) =>
  workflow({ name: 'w' }, async function* () {
    try {
      return { gave: yield* make() }
    } catch (error) {
      const { code, message } = error as { code: string; message: string }
      return { code, message }
    }
  })
const signals = of(() => signalExternal({ workflowId: 'cart', runId: 'r1' }, paid, { amount: 5 }))
const cancels = of(() => cancelExternal({ workflowId: 'cart' }))
const calls = of(() => lambda('thumbnail', { url: 'x' }, { startToClose: '30s' }))

describe('a signal to another execution', () => {
  it('is sent with its id in control, and completes when SWF has delivered it', async () => {
    const history = new ReplayedHistory(signals)
    history.begin()
    const decisions = await history.decide()
    expect(decisions).toEqual([
      {
        decisionType: 'SignalExternalWorkflowExecution',
        signalExternalWorkflowExecutionDecisionAttributes: {
          workflowId: 'cart',
          runId: 'r1',
          control: '1',
          signalName: 'paid',
          input: '{"json":{"amount":5}}',
        },
      },
    ])
    history.complete(decisions)
    history.record('ExternalWorkflowExecutionSignaled', { initiatedEventId: history.events.length })
    expect(await history.task()).toEqual(['complete {}'])
    await history.everyWay()
  })

  it('that has no open execution throws with the cause', async () => {
    const history = new ReplayedHistory(signals)
    await history.task()
    history.record('SignalExternalWorkflowExecutionFailed', {
      cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
      initiatedEventId: history.events.length,
      decisionTaskCompletedEventId: 4,
    })
    expect(await history.task()).toEqual([
      'complete {"code":"EXTERNAL_SIGNAL_FAILED","message":"Signal \'paid\' did not reach execution \'cart\' (run r1): UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION; no such execution is open in this domain"}',
    ])
    await history.everyWay()
  })

  it('refused for its rate is sent again after ~back (L2)', async () => {
    const history = new ReplayedHistory(signals)
    await history.task()
    history.record('SignalExternalWorkflowExecutionFailed', {
      cause: 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
      initiatedEventId: history.events.length,
      decisionTaskCompletedEventId: 4,
    })
    expect(await history.task()).toEqual(['start ~back 1s'])
    history.fired('~back')
    expect(await history.task()).toEqual(['signal 1 paid to cart'])
    await history.everyWay()
  })
})

describe('a cancel request to another execution', () => {
  it('completes when SWF has delivered it, and throws with the cause otherwise', async () => {
    const history = new ReplayedHistory(cancels)
    expect(await history.task()).toEqual(['cancel 1 execution cart'])
    const initiatedEventId = history.events.length
    history.record('ExternalWorkflowExecutionCancelRequested', { initiatedEventId })
    expect(await history.task()).toEqual(['complete {}'])
    const other = new ReplayedHistory(cancels)
    await other.task()
    other.record('RequestCancelExternalWorkflowExecutionFailed', {
      cause: 'OPERATION_NOT_PERMITTED',
      initiatedEventId,
      decisionTaskCompletedEventId: 4,
    })
    expect(await other.task()).toEqual([
      'complete {"code":"EXTERNAL_CANCEL_FAILED","message":"The cancel request did not reach execution \'cart\': OPERATION_NOT_PERMITTED; the decider\'s credentials lack the permission"}',
    ])
  })
})

describe('a Lambda function', () => {
  it('is called with plain JSON', async () => {
    const history = new ReplayedHistory(calls)
    history.begin()
    const decisions = await history.decide()
    expect(decisions).toEqual([
      {
        decisionType: 'ScheduleLambdaFunction',
        scheduleLambdaFunctionDecisionAttributes: {
          id: '1',
          name: 'thumbnail',
          input: '{"url":"x"}',
          startToCloseTimeout: '30',
        },
      },
    ])
    history.complete(decisions)
    history.record('LambdaFunctionCompleted', {
      scheduledEventId: history.events.length,
      result: '{"width":5}',
    })
    expect(await history.task()).toEqual(['complete {"gave":{"width":5}}'])
    await history.everyWay()
  })

  it.each([
    ['LambdaFunctionFailed', { reason: 'Unhandled', details: '{}' }, 'LAMBDA_FAILED', 'failed: Unhandled'],
    ['LambdaFunctionTimedOut', {}, 'LAMBDA_TIMED_OUT', 'timed out: START_TO_CLOSE'],
    [
      'StartLambdaFunctionFailed',
      { cause: 'ASSUME_ROLE_FAILED', message: 'No IAM role' },
      'LAMBDA_NOT_STARTED',
      'was not started: ASSUME_ROLE_FAILED; set a lambdaRole of the execution that SWF may assume',
    ],
  ])('that ends with %s throws a typed error', async (type, attributes, code, message) => {
    const history = new ReplayedHistory(calls)
    await history.task()
    history.record(type, { scheduledEventId: history.events.length, ...attributes })
    expect(await history.task()).toEqual([
      `complete ${JSON.stringify({ code, message: `Lambda function thumbnail (id '1') ${message}` })}`,
    ])
    await history.everyWay()
  })

  it('that SWF refuses to schedule throws in the next episode (H6)', async () => {
    const history = new ReplayedHistory(calls)
    history.begin()
    await history.decide()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('ScheduleLambdaFunctionFailed', {
      id: '1',
      name: 'thumbnail',
      cause: 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION',
      decisionTaskCompletedEventId,
    })
    expect(await history.task()).toEqual([
      'complete {"code":"LAMBDA_NOT_STARTED","message":"Lambda function thumbnail (id \'1\') was not started: LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION"}',
    ])
  })
})
