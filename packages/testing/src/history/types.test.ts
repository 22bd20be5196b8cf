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

/** Code that is only compiled. */
const never = (_: () => unknown) => undefined

describe('a fake history is typed', () => {
  it("by the workflow's input", () => {
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

  const recorded = history(order).started({ id: '7' })

  it('by the results of activities', () => {
    never(() => recorded.completed(charge, { receipt: 'r' }, { input: { id: '7' }, nth: 2 }).completed(ship))
    // @ts-expect-error -- the receipt is missing
    never(() => recorded.completed(charge, {}))
    // @ts-expect-error -- it returns nothing
    never(() => recorded.completed(ship, 'shipped'))
    // @ts-expect-error -- its id is a string
    never(() => recorded.scheduled('1', charge, { id: 7 }))
    // @ts-expect-error -- it isn't a pick
    never(() => recorded.completed(ship, undefined, { first: true }))
    // @ts-expect-error -- no such timeout
    never(() => recorded.timedOut(charge, 'SCHEDULE_TO_HEARTBEAT'))
  })

  it('by the values of signals', () => {
    never(() => recorded.signaled(approved, { by: 'ann' }).signaled(go).signaled('other', 5))
    // @ts-expect-error -- who approved
    never(() => recorded.signaled(approved))
    // @ts-expect-error -- a name
    never(() => recorded.signaled(approved, { by: 7 }))
    never(() => recorded.signalOut(approved, { input: { by: 'ann' } }).delivered())
  })

  it('by the results of child workflows', () => {
    never(() => recorded.child(order).completed(5).child(hourly).completed())
    // @ts-expect-error -- a number
    never(() => recorded.child(order).completed('five'))
  })

  it("by SWF's causes for each kind of operation", () => {
    const causes: Refusal[] = [
      [charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'],
      ['activity', 'ACTIVITY_TYPE_DEPRECATED', { id: '1' }],
      [order, 'CHILD_CREATION_RATE_EXCEEDED'],
      ['timer', 'TIMER_CREATION_RATE_EXCEEDED'],
      ['close', 'UNHANDLED_DECISION'],
    ]
    expectTypeOf(causes).toExtend<readonly Refusal[]>()
    // @ts-expect-error -- a timer's cause
    never(() => recorded.decisionCompleted({ refuse: [[charge, 'TIMER_CREATION_RATE_EXCEEDED']] }))
    // @ts-expect-error -- an activity's cause
    never(() => recorded.decisionCompleted({ refuse: [['timer', 'OPEN_ACTIVITIES_LIMIT_EXCEEDED']] }))
    // @ts-expect-error -- SWF reports that later: child(order).notStarted()
    never(() => recorded.decisionCompleted({ refuse: [[order, 'WORKFLOW_ALREADY_RUNNING']] }))
    // @ts-expect-error -- a workflow can't decide that
    never(() => recorded.decisionCompleted({ refuse: [['clock', 'OPERATION_NOT_PERMITTED']] }))
    // @ts-expect-error -- SWF has no such cause
    never(() => refused({ decisionType: 'StartTimer' }, 'TOO_LATE'))
    // @ts-expect-error -- a cancel request's cause
    never(() => recorded.signalOut().failed('REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED'))
  })

  it('after decide too', () => {
    expectTypeOf<DecidedHistory['next']>().toEqualTypeOf<History>()
    expectTypeOf(recorded.fired('2 days').resolved()).resolves.toEqualTypeOf<History>()
  })
})
