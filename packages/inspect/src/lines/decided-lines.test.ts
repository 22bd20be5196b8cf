import {
  activities,
  all,
  allSettled,
  cancelExternal,
  child,
  continueAsNew,
  fork,
  lambda,
  patched,
  race,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  status,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history } from '@reyield/testing'
import { decidedLines } from './decided-lines.ts'

const { charge, pack } = activities<{
  charge(order: { id: string }): Promise<string>
  pack(): Promise<void>
}>({ startToClose: '5m' })
const approved = signal<string>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1 day' }, function* (_: number) {
  yield* []
})
const asking = (operation: () => Operation<unknown>) =>
  workflow({ name: 'asks', executionStartToClose: '1 day' }, async function* (_: unknown) {
    yield* operation()
    throw new RangeError('no')
  })
const order = workflow(
  { name: 'order', executionStartToClose: '1 day' },
  async function* (of: { id: string }) {
    yield* status('begun')
    const first = yield* race({ paid: charge(of), late: sleep('2h'), approved })
    yield* pack.with({ id: 'box', version: '2.0' })()
    return first
  },
)

describe('decidedLines', () => {
  it('shows the decisions, what the workflow waits for, and its status', async () => {
    const first = await decide(order, history(order).started({ id: '7' }))
    expect(decidedLines(first)).toEqual([
      "schedule charge({ id: '7' })",
      'start timer of 2h',
      "waits for charge({ id: '7' }), timer of 2h, signal 'approved'",
      "status: 'begun'",
    ])
    const second = await decide(order, first.next.completed(charge, 'receipt'))
    expect(decidedLines(second)).toEqual([
      'cancel timer of 2h',
      "schedule pack@2.0() 'box'",
      "waits for pack@2.0() 'box'",
      "status: 'begun'",
    ])
    const idle = await decide(order, second.next)
    expect(decidedLines(idle).slice(0, 2)).toEqual(['decides nothing', "waits for pack@2.0() 'box'"])
    const last = await decide(order, second.next.activityCompleted('box'))
    expect(decidedLines(last)).toEqual([
      "complete with { value: 'receipt', winner: 'paid' }",
      "status: 'begun'",
    ])
  })

  it('names canceled operations less precisely without a history', async () => {
    const paid = (await decide(order, history(order).started({ id: '7' }))).next.signaled(approved, 'x')
    const { events, execution } = paid.decisionStarted()
    expect(decidedLines(await decide(order, { events, execution })).slice(0, 3)).toEqual([
      'request cancel of an activity',
      'cancel timer',
      "schedule pack@2.0() 'box'",
    ])
  })

  it.each<[() => Operation<unknown>, string[]]>([
    [() => all([]), ['fail with RangeError: no']],
    [() => sideEffect(() => 5), ['record a side effect: 5', 'fail with RangeError: no']],
    [() => patched('fair'), ["record patch 'fair'", 'fail with RangeError: no']],
    [() => child(ship, 5), ['start child ship(5)', 'waits for child ship(5)']],
    [() => child(ship, 5, { workflowId: 'own' }), ["start child ship(5) 'own'", 'waits for child ship(5)']],
    [
      () => signalExternal({ workflowId: 'o' }, 'go', 1),
      ["send signal 'go' to 'o': 1", 'waits for a signal that it sends'],
    ],
    [
      () => cancelExternal({ workflowId: 'o' }),
      ["send cancel request to 'o'", 'waits for a cancel request that it sends'],
    ],
    [() => lambda('thumb', 1), ['call Lambda function thumb(1)', 'waits for Lambda function thumb(1)']],
    [() => continueAsNew(2), ['continue as new with 2']],
    [
      () => allSettled([charge.with({ taskList: 'money' })({ id: '7' })]),
      ["schedule charge({ id: '7' }) on 'money'", "waits for charge({ id: '7' })"],
    ],
  ])('shows %s', async (operation, lines) => {
    const asks = asking(operation)
    expect(decidedLines(await decide(asks, history(asks).started(1)))).toEqual(lines)
  })

  it('shows joined forks, and cancellations', async () => {
    const forking = workflow({ name: 'forking', executionStartToClose: '1 day' }, async function* () {
      const nap = yield* fork(sleep('1h'))
      yield* nap.join()
    })
    const first = await decide(forking, history(forking).started())
    expect(decidedLines(first)).toEqual(['start timer of 1h', 'waits for timer of 1h, a fork'])
    expect(decidedLines(await decide(forking, first.next.cancelRequested()))).toEqual([
      'cancel the execution',
    ])
  })
})
