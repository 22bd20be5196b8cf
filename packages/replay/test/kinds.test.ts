import type { DecisionType, EventType } from '@aws-sdk/client-swf'
import type { ActivityOperation, LambdaOperation, OperationKind, TimerOperation } from '@reyield/workflow'
import { expect, expectTypeOf, it } from 'vitest'
import { activity } from '../src/kinds/activity.ts'
import { complete, decisionTaskTypes, ignoredTypes, typeOf, type Whole } from '../src/kinds/events.ts'
import { execution } from '../src/kinds/execution.ts'
import type { EventOwner, InLedger, ResultOf, Row } from '../src/kinds/kind.ts'
import { lambda } from '../src/kinds/lambda.ts'
import { kinds } from '../src/kinds/table.ts'
import { timer } from '../src/kinds/timer.ts'

type Table = { readonly [K in OperationKind]: Row<K> }
const owners = { ...kinds, execution }
const others = { ...decisionTaskTypes, ...ignoredTypes }
type Owners = typeof owners
type Others = typeof others

it('the table has a row for every kind of operation, and none for a kind that the workflow package does not know', () => {
  const { timer: _, ...withoutTimer } = kinds
  // @ts-expect-error: a row is missing
  void (withoutTimer satisfies Table)
  // @ts-expect-error: a row of a kind that doesn't exist
  void ({ ...kinds, teleport: timer } satisfies Table)
  // @ts-expect-error: the row of another kind
  void ({ ...kinds, lambda: timer } satisfies Table)
  expectTypeOf<keyof typeof kinds>().toEqualTypeOf<OperationKind>()
})

it('a row without one of its members does not compile', () => {
  const { describe: _describe, ...undescribed } = activity
  const { numbered: _numbered, ...unnumbered } = activity
  const { ask: _ask, ...unasked } = activity
  const { ceiling: _ceiling, ...boundless } = activity
  const { start: _start, ...unstarted } = activity
  const { cancel: _cancel, ...uncanceled } = activity
  const { events: _events, ...free } = activity
  const { ownId: _ownId, ...nameless } = activity
  const { awaitsCancellation: _awaits, ...impatient } = activity
  const { holdsClose: _holds, ...loose } = activity
  // @ts-expect-error: a member is missing
  void (undescribed satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (unnumbered satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (unasked satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (boundless satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (unstarted satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (uncanceled satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (free satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (nameless satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (impatient satisfies Row<'activity'>)
  // @ts-expect-error: a member is missing
  void (loose satisfies Row<'activity'>)
  const { answer: _answer, ...unanswered } = kinds.now
  // @ts-expect-error: what runs at once has an answer
  void (unanswered satisfies Row<'now'>)
  const { settle: _settle, ...unsettled } = kinds.all
  // @ts-expect-error: a composite settles
  void (unsettled satisfies Row<'all'>)
  void (activity satisfies Row<'activity'>)
})

it('a row that is started by a decision must check the events that SWF records for it', () => {
  const { ActivityTaskScheduled: _, ...record } = activity.record
  const unrecorded = { ...activity, record }
  // @ts-expect-error: a member is missing
  void (unrecorded satisfies InLedger<
    ActivityOperation<unknown>,
    'ScheduleActivityTask',
    'RequestCancelActivityTask'
  >)
  // @ts-expect-error: it starts by another decision
  void (timer satisfies InLedger<TimerOperation, 'ScheduleActivityTask', 'CancelTimer'>)
  // @ts-expect-error: it's never canceled
  void (lambda satisfies InLedger<LambdaOperation<unknown>, 'ScheduleLambdaFunction', 'CancelTimer'>)
  expectTypeOf<ResultOf<DecisionType>>().toExtend<EventType>()
})

it('an event type that no kind owns does not compile, and the compiler names it', () => {
  type Found = Whole<Omit<Owners, 'lambda'>, Others>['event types that no kind owns']
  expectTypeOf<Found>().toEqualTypeOf<
    | 'LambdaFunctionScheduled'
    | 'LambdaFunctionCompleted'
    | 'LambdaFunctionFailed'
    | 'LambdaFunctionTimedOut'
    | 'StartLambdaFunctionFailed'
    | 'ScheduleLambdaFunctionFailed'
  >()
  const { lambda: _, ...withoutLambda } = owners
  // @ts-expect-error: a member is missing
  complete(withoutLambda, others)
  // @ts-expect-error: no other kind owns ActivityTaskStarted
  complete(owners, decisionTaskTypes)
  complete(owners, others)
})

it('a result of a decision that no kind records does not compile, and the compiler names it', () => {
  const { ScheduleLambdaFunctionFailed: _, ...record } = lambda.record
  const forgetful = { ...owners, lambda: { ...lambda, record } }
  type Found = Whole<typeof forgetful, Others>['results of decisions that are not recorded']
  expectTypeOf<Found>().toEqualTypeOf<'ScheduleLambdaFunctionFailed'>()
  // @ts-expect-error: a member is missing
  complete(forgetful, others)
})

it('an event type that two kinds deliver, or record, does not compile', () => {
  const twice = { ...owners, again: { deliver: { TimerFired: () => undefined } } }
  expectTypeOf<Whole<typeof twice, Others>['event types of several owners']>().toEqualTypeOf<'TimerFired'>()
  // @ts-expect-error: a member is missing
  complete(twice, others)
})

it('events are handled by the functions of the rows', () => {
  const { deliver, record }: EventOwner = timer
  expect(typeOf('TimerFired')).toEqual({
    member: 'timerFiredEventAttributes',
    deliver: deliver['TimerFired'],
    record: undefined,
    task: undefined,
    mayBeOwn: true,
    mayBeUndecided: false,
    isMarker: false,
  })
  expect(typeOf('StartTimerFailed')).toMatchObject({
    deliver: deliver['StartTimerFailed'],
    record: record['StartTimerFailed'],
  })
  expect(typeOf('EventThatSwfMayAdd')).toMatchObject({
    deliver: undefined,
    record: undefined,
    task: undefined,
  })
})
