import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { register, type Swf } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { history, refused, type AnyDecision, type History } from '../src/index.ts'

const settings = { taskList: 'main', executionStartToClose: '1h' } as const
const parent = workflow({ name: 'parent', ...settings }, function* (_: string) {
  yield* []
})
const kid = workflow(
  { name: 'kid', taskList: 'kids', executionStartToClose: '10m', childPolicy: 'ABANDON' },
  parent.run,
)
const domain = 'test'
const lambdaRole = 'arn:aws:iam::123456789012:role/lambda'

const startKid = (workflowId = 'k'): Decision => ({
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: {
    workflowType: { name: 'kid', version: '1.0' },
    workflowId,
    control: '1',
    input: '{"json":"a"}',
    taskList: { name: 'kids' },
    executionStartToCloseTimeout: '600',
    taskStartToCloseTimeout: '10',
    childPolicy: 'ABANDON',
    tagList: ['tag'],
  },
})
const signalOut = (workflowId: string): Decision => ({
  decisionType: 'SignalExternalWorkflowExecution',
  signalExternalWorkflowExecutionDecisionAttributes: {
    workflowId,
    signalName: 's',
    input: 'i',
    control: '2',
  },
})
const cancelOut = (workflowId: string): Decision => ({
  decisionType: 'RequestCancelExternalWorkflowExecution',
  requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId, control: '3' },
})
const lambda = (name: string, id = '4'): Decision => ({
  decisionType: 'ScheduleLambdaFunction',
  scheduleLambdaFunctionDecisionAttributes: { id, name, input: '{"a":1}', startToCloseTimeout: '60' },
})
const close = (type: 'Complete' | 'Fail' | 'Cancel', attributes: object = {}): Decision => ({
  decisionType: `${type}WorkflowExecution`,
  [`${type.toLowerCase()}WorkflowExecutionDecisionAttributes`]: attributes,
})
const again = (attributes: Decision['continueAsNewWorkflowExecutionDecisionAttributes']): Decision => ({
  decisionType: 'ContinueAsNewWorkflowExecution',
  continueAsNewWorkflowExecutionDecisionAttributes: attributes,
})

/** The means by which a row acts on the local SWF. */
interface Real {
  readonly swf: Swf
  pass(by: string): Promise<void>
  /** The child's decider responds. */
  kidDecides(decision: Decision): Promise<void>
}

/**
 * The decisions of the parent's first decision task, and what follows: as steps of a fake history, and as actions on the local SWF
 * (which does much by itself).
 */
type Row = [
  name: string,
  decisions: readonly AnyDecision[],
  record: (decided: History) => History,
  live?: (real: Real) => Promise<void>,
]

const rows: Row[] = [
  ['a child starts', [startKid()], decided => decided.child(kid).started()],
  [
    'a child completes',
    [startKid()],
    decided => decided.child(kid).started().child().completed('a'),
    real => real.kidDecides(close('Complete', { result: '{"json":"a"}' })),
  ],
  [
    'a child fails',
    [startKid()],
    decided => decided.child('1').failed({ reason: 'r', details: 'd' }),
    real => real.kidDecides(close('Fail', { reason: 'r', details: 'd' })),
  ],
  [
    'a child is canceled',
    [startKid()],
    decided => decided.child().canceled('d'),
    real => real.kidDecides(close('Cancel', { details: 'd' })),
  ],
  ['a child times out', [startKid()], decided => decided.child().timedOut(), real => real.pass('10m')],
  [
    'a child is terminated',
    [startKid()],
    decided => decided.child().terminated(),
    async ({ swf }) => void (await swf.terminateWorkflowExecution({ domain, workflowId: 'k' })),
  ],
  ['a child whose id is taken', [startKid('other')], decided => decided.child(kid).notStarted()],
  ['a signal is delivered', [signalOut('other')], decided => decided.signalOut().delivered()],
  ['a signal to an unknown execution', [signalOut('unknown')], decided => decided.signalOut('2').failed()],
  ['a cancel request is delivered', [cancelOut('other')], decided => decided.cancelOut().delivered()],
  [
    'a cancel request to an unknown execution',
    [cancelOut('unknown')],
    decided => decided.cancelOut().failed(),
  ],
  [
    'a Lambda function completes',
    [lambda('double')],
    decided => decided.lambda('double').completed({ b: 2 }),
  ],
  [
    'a Lambda function fails',
    [lambda('missing')],
    decided => decided.lambda('4').failed('ResourceNotFoundException', 'Function not found: missing'),
  ],
  [
    'a Lambda function times out',
    [lambda('slow')],
    decided => decided.lambda().timedOut(),
    real => real.pass('60s'),
  ],
  [
    'a decision that SWF refuses by itself',
    [lambda('slow'), lambda('slow')],
    decided => decided.lambda().timedOut(),
    real => real.pass('60s'),
  ],
  [
    'types that are not registered',
    [
      refused(
        {
          decisionType: 'ScheduleActivityTask',
          scheduleActivityTaskDecisionAttributes: {
            activityType: { name: 'a', version: '1' },
            activityId: '1',
          },
        },
        'ACTIVITY_TYPE_DOES_NOT_EXIST',
      ),
      refused(
        {
          decisionType: 'StartChildWorkflowExecution',
          startChildWorkflowExecutionDecisionAttributes: {
            workflowType: { name: 'a', version: '1' },
            workflowId: 'w',
            control: 'c',
          },
        },
        'WORKFLOW_TYPE_DOES_NOT_EXIST',
      ),
    ],
    decided => decided,
  ],
  [
    'a new run of a version that is not registered',
    [refused(again({ workflowTypeVersion: '2' }), 'WORKFLOW_TYPE_DOES_NOT_EXIST')],
    decided => decided,
  ],
  [
    'a new run like this one',
    [
      again({
        input: 'i',
        taskList: { name: 'main' },
        executionStartToCloseTimeout: '3600',
        taskStartToCloseTimeout: '10',
        childPolicy: 'TERMINATE',
        tagList: ['t'],
        taskPriority: '3',
        workflowTypeVersion: '1.0',
      }),
    ],
    decided => decided,
  ],
]

async function live(decisions: Row[1], act: Row[3]): Promise<HistoryEvent[]> {
  const clock = testClock()
  const functions = { double: () => '{"b":2}', slow: () => new Promise<string>(() => undefined) }
  const local = await createLocalSwf({ clock, lambda: functions })
  const { swf } = local
  try {
    await register(swf, { domain, workflows: [parent, kid] })
    const start = (workflowId: string, name: string) =>
      swf.startWorkflowExecution({
        domain,
        workflowId,
        workflowType: { name, version: '1.0' },
        input: '{"json":"in"}',
        ...(name === 'parent' ? { lambdaRole } : {}),
      })
    await start('other', 'kid')
    const { runId } = await start('w', 'parent')
    const answer = async (list: string, answers: Decision[]) => {
      const { taskToken } = await swf.pollForDecisionTask({ domain, taskList: { name: list } })
      await swf.respondDecisionTaskCompleted({ taskToken, decisions: answers })
    }
    await answer(
      'main',
      decisions.map(one => ('decision' in one ? one.decision : one)),
    )
    const kidDecides = async (decision: Decision) => {
      await answer('kids', []) // the decision task of the other execution, which has waited longer
      await answer('kids', [decision])
    }
    await act?.({ swf, pass: by => clock.advance(by), kidDecides })
    if (decisions.some(one => 'decisionType' in one && /Lambda/.test(one.decisionType!))) {
      await swf.pollForDecisionTask({ domain, taskList: { name: 'main' } }) // waits for the outcome
    }
    const { events } = await swf.getWorkflowExecutionHistory({
      domain,
      execution: { workflowId: 'w', runId },
    })
    return events!.filter(({ eventId }) => eventId! > 1)
  } finally {
    await local.close()
  }
}

/** Events without times, run ids and the last poll, which only waits. */
const comparable = (events: readonly HistoryEvent[]): unknown[] => {
  const last = events.at(-1)!.eventType === 'DecisionTaskStarted' ? events.slice(0, -1) : events
  return last.map(({ eventTimestamp: _, ...event }): unknown =>
    JSON.parse(
      JSON.stringify(event, (member, value: unknown) => (/[rR]unId$/.test(member) ? 'a run' : value)),
    ),
  )
}

describe('children, signals, cancel requests and Lambda functions of a fake history are recorded as by the local SWF', () => {
  it.each(rows)('%s', async (_, decisions, record, act) => {
    const recorded = record(history(parent).started('in').decided(decisions))
    expect(comparable(recorded.events.slice(1))).toEqual(comparable(await live(decisions, act)))
  })
})
