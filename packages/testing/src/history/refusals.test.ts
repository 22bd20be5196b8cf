import {
  activities,
  child,
  continueAsNew,
  isReyieldError,
  lambda,
  race,
  sideEffect,
  sleep,
  workflow,
  type AnyWorkflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, refused, type History, type Refusal } from '../index.ts'
import { causesOfState, refusalCauses, type DecisionType } from './causes.ts'

const { charge, ship } = activities<{ charge(n: number): Promise<string>; ship(): Promise<void> }>({
  startToClose: '5m',
})
const kid = workflow({ name: 'kid', executionStartToClose: '1h' }, function* (_: number) {
  yield* []
})
const settings = { executionStartToClose: '1 day' } as const
/** A workflow that starts an operation of each kind, then cancels them, then ends. */
const all = workflow({ name: 'all', ...settings }, async function* (how: string) {
  if (how === 'again') return yield* continueAsNew('again')
  if (how === 'close') return 'done'
  yield* race({
    charge: charge(1),
    again: charge(2),
    timer: sleep('2h'),
    kid: child(kid, 1),
    thumb: lambda('thumb', { a: 1 }),
    go: sleep('1h'),
  })
  yield* sideEffect(() => 5)
  return yield* ship()
})
const asks = history(all).started('all')
const recorded: Record<string, History> = { asks, ends: asks.fired('1h') }
recorded['closes'] = history(all).started('close')
recorded['again'] = history(all).started('again')

/** The refusals in the last batch of a history. */
const failures = ({ events }: History) =>
  events.flatMap(event => {
    const members: [string, unknown][] = Object.entries(event)
    const [member, attributes] = members.find(([name]) => name.endsWith('Attributes'))!
    const { decisionTaskCompletedEventId: _, ...rest } = attributes as Record<string, unknown>
    return member.endsWith('FailedEventAttributes') ? [{ [event.eventType!]: rest }] : []
  })

const of = { activityType: { name: 'charge', version: '1.0' } }
const kidOf = { workflowType: { name: 'kid', version: '1.0' }, control: '1.4.1', initiatedEventId: 0 }

describe('SWF refuses decisions', () => {
  it.each<[keyof typeof recorded, Refusal, object]>([
    [
      'asks',
      [charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'],
      { ScheduleActivityTaskFailed: { ...of, activityId: '1.1.1', cause: 'OPEN_ACTIVITIES_LIMIT_EXCEEDED' } },
    ],
    [
      'asks',
      [charge, 'ACTIVITY_TYPE_DEPRECATED', { input: 2 }],
      { ScheduleActivityTaskFailed: { ...of, activityId: '1.2.1', cause: 'ACTIVITY_TYPE_DEPRECATED' } },
    ],
    [
      'asks',
      ['activity', 'ACTIVITY_CREATION_RATE_EXCEEDED', { nth: 2 }],
      {
        ScheduleActivityTaskFailed: { ...of, activityId: '1.2.1', cause: 'ACTIVITY_CREATION_RATE_EXCEEDED' },
      },
    ],
    [
      'asks',
      ['timer', 'TIMER_CREATION_RATE_EXCEEDED'],
      { StartTimerFailed: { timerId: '1.3.1', cause: 'TIMER_CREATION_RATE_EXCEEDED' } },
    ],
    [
      'asks',
      ['timer', 'OPEN_TIMERS_LIMIT_EXCEEDED', { id: '1.6.1' }],
      { StartTimerFailed: { timerId: '1.6.1', cause: 'OPEN_TIMERS_LIMIT_EXCEEDED' } },
    ],
    [
      'asks',
      [kid, 'OPEN_CHILDREN_LIMIT_EXCEEDED'],
      {
        StartChildWorkflowExecutionFailed: {
          ...kidOf,
          workflowId: expect.any(String) as string,
          cause: 'OPEN_CHILDREN_LIMIT_EXCEEDED',
        },
      },
    ],
    [
      'asks',
      ['lambda', 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION'],
      {
        ScheduleLambdaFunctionFailed: {
          id: '1.5.1',
          name: 'thumb',
          cause: 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION',
        },
      },
    ],
    [
      'ends',
      ['cancelActivity', 'OPERATION_NOT_PERMITTED'],
      { RequestCancelActivityTaskFailed: { activityId: '1.1.1', cause: 'OPERATION_NOT_PERMITTED' } },
    ],
    [
      'ends',
      ['cancelTimer', 'OPERATION_NOT_PERMITTED'],
      { CancelTimerFailed: { timerId: '1.3.1', cause: 'OPERATION_NOT_PERMITTED' } },
    ],
    [
      'ends',
      ['marker', 'OPERATION_NOT_PERMITTED'],
      { RecordMarkerFailed: { markerName: 's2', cause: 'OPERATION_NOT_PERMITTED' } },
    ],
    [
      'closes',
      ['close', 'OPERATION_NOT_PERMITTED'],
      { CompleteWorkflowExecutionFailed: { cause: 'OPERATION_NOT_PERMITTED' } },
    ],
    [
      'again',
      ['continueAsNew', 'WORKFLOW_TYPE_DEPRECATED'],
      { ContinueAsNewWorkflowExecutionFailed: { cause: 'WORKFLOW_TYPE_DEPRECATED' } },
    ],
  ])('%s: %j', async (where, refusal, failure) => {
    const decided = await decide(all, recorded[where]!, { refuse: [refusal] })
    expect(failures(decided.next)).toEqual([failure])
    expect((await recorded[where]!.decisionCompleted({ refuse: [refusal] }).resolved()).events).toEqual(
      decided.next.events,
    )
    expect(decided.next.canStartDecision).toBe(true)
  })

  it('several of one decision task, one after the other', async () => {
    const { next } = await decide(all, asks, {
      refuse: [
        [charge, 'ACTIVITY_TYPE_DOES_NOT_EXIST'],
        [charge, 'ACTIVITY_TYPE_DEPRECATED'],
      ],
    })
    expect(failures(next).map(failure => Object.values(failure)[0])).toMatchObject([
      { activityId: '1.1.1', cause: 'ACTIVITY_TYPE_DOES_NOT_EXIST' },
      { activityId: '1.2.1', cause: 'ACTIVITY_TYPE_DEPRECATED' },
    ])
  })

  it('and the workflow gets the error, or the engine retries', async () => {
    const one = (definition: AnyWorkflow, refuse: Refusal) =>
      decide(
        definition,
        history(definition)
          .started()
          .decisionCompleted({ refuse: [refuse] }),
      )
    const paying = workflow({ name: 'paying', ...settings }, async function* () {
      try {
        return yield* charge(1)
      } catch (error) {
        return isReyieldError(error) ? error.code : error
      }
    })
    expect((await one(paying, [charge, 'ACTIVITY_TYPE_DOES_NOT_EXIST'])).result).toBe(
      'ACTIVITY_NOT_SCHEDULED',
    )
    expect((await one(paying, [charge, 'ACTIVITY_CREATION_RATE_EXCEEDED'])).decisions).toEqual([
      { startTimer: '~back', seconds: expect.any(Number) as number },
    ])
  })
})

/** Attributes that every decision accepts, each with those that it needs. */
const attributes = {
  ...{ activityId: 'a', activityType: { name: 'charge', version: '1.0' } },
  ...{ timerId: 't', startToFireTimeout: '5', markerName: 'm' },
  ...{ id: 'l', name: 'thumb' },
  ...{ workflowId: 'w', workflowType: { name: 'kid', version: '1.0' }, signalName: 's' },
}

describe('refusals are possible', () => {
  const decision = (type: DecisionType) => {
    const member = `${type[0]!.toLowerCase()}${type.slice(1)}DecisionAttributes`
    return { decisionType: type, [member]: attributes }
  }
  const types = Object.keys(refusalCauses) as DecisionType[]

  it.each(types)('of %s: with these causes and no other', type => {
    const known: readonly string[] = refusalCauses[type]
    for (const cause of new Set(Object.values(refusalCauses).flat())) {
      if (cause in causesOfState) continue
      const step = () => asks.decided(refused(decision(type), cause))
      if (known.includes(cause)) expect(failures(step())).toMatchObject([{ [`${type}Failed`]: { cause } }])
      else expect(step).toThrow(expect.objectContaining({ code: 'HISTORY_IMPOSSIBLE' }))
    }
  })

  it.each<[string, () => unknown, string]>([
    [
      'of another decision',
      () => asks.decided(refused(decision('StartTimer'), 'ACTIVITY_TYPE_DEPRECATED')),
      "StartTimerFailed with cause ACTIVITY_TYPE_DEPRECATED isn't possible here: its causes are TIMER_ID_ALREADY_IN_USE, OPEN_TIMERS_LIMIT_EXCEEDED, TIMER_CREATION_RATE_EXCEEDED, OPERATION_NOT_PERMITTED. Open: a started decision task (event 3)",
    ],
    [
      'of an outcome that is recorded later',
      () => asks.decided(refused(decision('SignalExternalWorkflowExecution'), 'OPERATION_NOT_PERMITTED')),
      "SignalExternalWorkflowExecutionFailed with cause OPERATION_NOT_PERMITTED isn't possible here: SWF never refuses it in the batch; if the signal isn't delivered, use signalOut().failed(cause). Open: a started decision task (event 3)",
    ],
    [
      'that does not fit the open operations',
      () =>
        asks.decided(
          refused(decision('CancelTimer'), 'TIMER_ID_UNKNOWN'),
          refused(decision('StartTimer'), 'TIMER_ID_ALREADY_IN_USE'),
        ),
      "StartTimerFailed with cause TIMER_ID_ALREADY_IN_USE isn't possible here: no open timer has its id. Open: a started decision task (event 3)",
    ],
    [
      'of a close without a queued decision task',
      () => asks.decided(refused(decision('CompleteWorkflowExecution'), 'UNHANDLED_DECISION')),
      "CompleteWorkflowExecutionFailed with cause UNHANDLED_DECISION isn't possible here: no other decision task is queued; add an event between decisionStarted() and the decision. Open: a started decision task (event 3)",
    ],
    [
      'of a Lambda function that it has begun to call',
      // @ts-expect-error -- SWF reports that cause in the batch
      () => asks.decided(decision('ScheduleLambdaFunction')).lambda().notStarted('ID_ALREADY_IN_USE'),
      "StartLambdaFunctionFailed with cause ID_ALREADY_IN_USE isn't possible here: its causes are ASSUME_ROLE_FAILED; SWF reports other causes in the batch: use `refuse` for them. Open: Lambda function 'l' thumb",
    ],
  ])('without the cause %s', (_, step, message) => {
    expect(step).toThrow(expect.objectContaining({ code: 'HISTORY_IMPOSSIBLE', message }))
  })

  it('only for what is decided', async () => {
    const message =
      "The refusal of activity ship with OPERATION_NOT_PERMITTED isn't possible here: the workflow decides ScheduleActivityTask charge '1.1.1', ScheduleActivityTask charge '1.2.1', StartTimer '1.3.1', StartChildWorkflowExecution kid '1.4.1', ScheduleLambdaFunction '1.5.1', StartTimer '1.6.1' and no other such thing. Open: a started decision task (event 3)"
    await expect(decide(all, asks, { refuse: [[ship, 'OPERATION_NOT_PERMITTED']] })).rejects.toMatchObject({
      message,
    })
    await expect(
      asks.decisionCompleted({ refuse: [[ship, 'OPERATION_NOT_PERMITTED']] }).resolved(),
    ).rejects.toMatchObject({ message: `Step 2, decisionCompleted(): ${message}` })
  })
})
