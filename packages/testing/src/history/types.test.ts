import { activities, signal, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'
import { describe, expectTypeOf, it } from 'vitest'
import {
  history,
  refused,
  type DecidedHistory,
  type History,
  type NewHistory,
  type Refusal,
} from '../index.ts'

interface Impl {
  charge(cart: { id: string }): Promise<{ receipt: string }>
  ship(receipt: string): Promise<void>
}
const { charge, ship } = activities<Impl>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const go = signal('go')
const order = workflow({ name: 'order' }, function* (_: { id: string }) {
  yield* sleep('2 days')
  return 5
})
const hourly = workflow({ name: 'hourly' }, function* () {
  yield* sleep('1h')
})
const greet = workflow({ name: 'greet' }, function* (_?: string) {
  yield* sleep('1h')
})

/** Only looked at by the compiler. */
const never = (_: () => unknown) => undefined

describe('a fake history is typed', () => {
  it('by the workflow: its input', () => {
    expectTypeOf<Parameters<NewHistory<{ id: string }>['started']>>().toEqualTypeOf<[input: { id: string }]>()
    expectTypeOf(history(order).started({ id: '7' })).toEqualTypeOf<History>()
    never(() => [history(hourly).started(), history(greet).started(), history(greet).started('ann')])
    never(() => [history(order as AnyWorkflow).started(7), history().started({ any: 'thing' })])
    // @ts-expect-error -- its input is missing
    never(() => history(order).started())
    // @ts-expect-error -- its id is a string
    never(() => history(order).started({ id: 7 }))
    // @ts-expect-error -- it takes none
    never(() => history(hourly).started('now'))
    expectTypeOf(history(order)).not.toHaveProperty('signaled')
  })

  const told = history(order).started({ id: '7' })

  it('by activities: what they give', () => {
    never(() => told.completed(charge, { receipt: 'r' }, { input: { id: '7' }, nth: 2 }).completed(ship))
    // @ts-expect-error -- the receipt is missing
    never(() => told.completed(charge, {}))
    // @ts-expect-error -- it gives nothing
    never(() => told.completed(ship, 'shipped'))
    // @ts-expect-error -- what it takes
    never(() => told.scheduled('1', charge, { id: 7 }))
    // @ts-expect-error -- no pick
    never(() => told.completed(ship, undefined, { first: true }))
    // @ts-expect-error -- no such timeout
    never(() => told.timedOut(charge, 'SCHEDULE_TO_HEARTBEAT'))
  })

  it('by signals: what they carry', () => {
    never(() => told.signaled(approved, { by: 'ann' }).signaled(go).signaled('other', 5))
    // @ts-expect-error -- who approved
    never(() => told.signaled(approved))
    // @ts-expect-error -- a name
    never(() => told.signaled(approved, { by: 7 }))
    never(() => told.signalOut(approved, { input: { by: 'ann' } }).delivered())
  })

  it('by child workflows: what they return', () => {
    never(() => told.child(order).completed(5).child(hourly).completed())
    // @ts-expect-error -- a number
    never(() => told.child(order).completed('five'))
  })

  it("by SWF's causes for each kind of thing", () => {
    const causes: Refusal[] = [
      [charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'],
      ['activity', 'ACTIVITY_TYPE_DEPRECATED', { id: '1' }],
      [order, 'CHILD_CREATION_RATE_EXCEEDED'],
      ['timer', 'TIMER_CREATION_RATE_EXCEEDED'],
      ['close', 'UNHANDLED_DECISION'],
    ]
    expectTypeOf(causes).toExtend<readonly Refusal[]>()
    // @ts-expect-error -- a timer's cause
    never(() => told.decisionCompleted({ refuse: [[charge, 'TIMER_CREATION_RATE_EXCEEDED']] }))
    // @ts-expect-error -- an activity's cause
    never(() => told.decisionCompleted({ refuse: [['timer', 'OPEN_ACTIVITIES_LIMIT_EXCEEDED']] }))
    // @ts-expect-error -- SWF tells that later: child(order).notStarted()
    never(() => told.decisionCompleted({ refuse: [[order, 'WORKFLOW_ALREADY_RUNNING']] }))
    // @ts-expect-error -- nothing that a workflow decides
    never(() => told.decisionCompleted({ refuse: [['clock', 'OPERATION_NOT_PERMITTED']] }))
    // @ts-expect-error -- no cause of SWF's
    never(() => refused({ decisionType: 'StartTimer' }, 'TOO_LATE'))
    // @ts-expect-error -- that of a cancel request
    never(() => told.signalOut().failed('REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED'))
  })

  it('and what is decided of it can be told on', () => {
    expectTypeOf<DecidedHistory['next']>().toEqualTypeOf<History>()
    expectTypeOf(told.fired('2 days').resolved()).resolves.toEqualTypeOf<History>()
  })
})
