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

/** What a row does for real. */
interface Real {
  readonly swf: Swf
  pass(by: string): Promise<void>
  /** The child's decider answers. */
  kidDecides(decision: Decision): Promise<void>
}

/** Decisions of the parent's first decision task; what comes of them, told and for real (much comes by itself). */
type Row = [
  name: string,
  decisions: readonly AnyDecision[],
  tell: (told: History) => History,
  live?: (real: Real) => Promise<void>,
]

const rows: Row[] = [
  ['a child starts', [startKid()], told => told.child(kid).started()],
  [
    'a child completes',
    [startKid()],
    told => told.child(kid).started().child().completed('a'),
    real => real.kidDecides(close('Complete', { result: '{"json":"a"}' })),
  ],
  [
    'a child fails',
    [startKid()],
    told => told.child('1').failed({ reason: 'r', details: 'd' }),
    real => real.kidDecides(close('Fail', { reason: 'r', details: 'd' })),
  ],
  [
    'a child is canceled',
    [startKid()],
    told => told.child().canceled('d'),
    real => real.kidDecides(close('Cancel', { details: 'd' })),
  ],
  ['a child times out', [startKid()], told => told.child().timedOut(), real => real.pass('10m')],
  [
    'a child is terminated',
    [startKid()],
    told => told.child().terminated(),
    async ({ swf }) => void (await swf.terminateWorkflowExecution({ domain, workflowId: 'k' })),
  ],
  ['a child whose id is taken', [startKid('other')], told => told.child(kid).notStarted()],
  ['a signal is delivered', [signalOut('other')], told => told.signalOut().delivered()],
  ['a signal to nobody', [signalOut('nobody')], told => told.signalOut('2').failed()],
  ['a cancel request is delivered', [cancelOut('other')], told => told.cancelOut().delivered()],
  ['a cancel request to nobody', [cancelOut('nobody')], told => told.cancelOut().failed()],
  ['a Lambda function completes', [lambda('double')], told => told.lambda('double').completed({ b: 2 })],
  [
    'a Lambda function fails',
    [lambda('missing')],
    told => told.lambda('4').failed('ResourceNotFoundException', 'Function not found: missing'),
  ],
  [
    'a Lambda function times out',
    [lambda('slow')],
    told => told.lambda().timedOut(),
    real => real.pass('60s'),
  ],
  [
    'what SWF refuses by itself',
    [lambda('slow'), lambda('slow')],
    told => told.lambda().timedOut(),
    real => real.pass('60s'),
  ],
  [
    'types that nobody has registered',
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
    told => told,
  ],
  [
    'a new run of a version that nobody has registered',
    [refused(again({ workflowTypeVersion: '2' }), 'WORKFLOW_TYPE_DOES_NOT_EXIST')],
    told => told,
  ],
  [
    'a new run as this one',
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
    told => told,
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
      await answer('kids', []) // that of the other execution, which has waited longer
      await answer('kids', [decision])
    }
    await act?.({ swf, pass: by => clock.advance(by), kidDecides })
    if (decisions.some(one => 'decisionType' in one && /Lambda/.test(one.decisionType!))) {
      await swf.pollForDecisionTask({ domain, taskList: { name: 'main' } }) // it has come
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

/** Without times, run ids and the poll that only waits. */
const comparable = (events: readonly HistoryEvent[]): unknown[] => {
  const last = events.at(-1)!.eventType === 'DecisionTaskStarted' ? events.slice(0, -1) : events
  return last.map(({ eventTimestamp: _, ...event }): unknown =>
    JSON.parse(
      JSON.stringify(event, (member, value: unknown) => (/[rR]unId$/.test(member) ? 'a run' : value)),
    ),
  )
}

describe('what comes of children, signals, cancel requests and Lambda functions is as the local SWF records it', () => {
  it.each(rows)('%s', async (_, decisions, record, act) => {
    const told = record(history(parent).started('in').decided(decisions))
    expect(comparable(told.events.slice(1))).toEqual(comparable(await live(decisions, act)))
  })
})
