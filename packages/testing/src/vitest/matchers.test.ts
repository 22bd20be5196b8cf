import { activities, child, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history } from '../index.ts'
import './index.ts'

const { charge, pack } = activities<{ charge(n: number): Promise<string>; pack(): Promise<void> }>({
  startToClose: '5m',
})
const approved = signal<string>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1 day' }, function* (_: number) {
  yield* []
})
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (n: number) {
  if (n < 0) throw new RangeError(`no order of ${n}`)
  yield* charge(n)
  const answer = yield* race({ approved, late: sleep('2 days') })
  if (answer.winner === 'late') return 'late'
  yield* child(ship, n)
  return answer.value
})
const first = await decide(order, history(order).started(5))
const second = await decide(order, first.next.completed(charge, 'paid'))
const third = await decide(order, second.next.signaled(approved, 'ann'))
const last = await decide(order, third.next.child(ship).completed())
const failed = await decide(order, history(order).started(-1))

describe('matchers', () => {
  it('hold for what is decided', () => {
    expect(first).toSchedule(charge)
    expect(first).toSchedule(charge, 5)
    expect(first).not.toSchedule(charge, 6)
    expect(first).not.toSchedule(pack)
    expect(second).toStartTimer()
    expect(second).toStartTimer('2 days')
    expect(second).not.toStartTimer('1 day')
    expect(third).toStartChild(ship, 5)
    expect(last).toComplete()
    expect(last).toComplete('ann')
    expect(last).not.toComplete('bob')
    expect(failed).toFail()
    expect(failed).toFail('RangeError: no order')
    expect(failed).toFail(/of -1$/)
    expect(failed).not.toComplete()
  })

  it('hold for what is waited for', () => {
    expect(first).toBeWaitingFor(charge)
    expect(second).toBeWaitingFor(approved, 'timer')
    expect(second).not.toBeWaitingFor(charge)
    expect(third).toBeWaitingFor(ship)
    expect(last).not.toBeWaitingFor()
  })

  it('compare all decisions, in any order unless it is asked for', () => {
    const [cancel, start] = [
      { cancelTimer: '2.2.1' },
      { child: 'ship', id: '3', workflowId: expect.any(String) as string, input: 5 },
    ]
    expect(third.decisions).toHaveLength(2)
    expect(third).toHaveDecisions([cancel, start], { inOrder: true })
    expect(third).toHaveDecisions([start, cancel])
    expect(third).not.toHaveDecisions([start, cancel], { inOrder: true })
    expect(first).toHaveDecisions([{ schedule: 'charge', id: '1', input: 5 }])
    expect(first).not.toHaveDecisions([])
  })

  it.each<[string, () => void, RegExp]>([
    [
      'toSchedule',
      () => expect(first).toSchedule(pack),
      /to schedule activity 'pack'; it decided \[[^]*charge/,
    ],
    ['toStartTimer', () => expect(first).toStartTimer('1m'), /to start a timer of 60 s; it decided/],
    ['toComplete', () => expect(first).toComplete(1), /to complete with 1; it decided/],
    ['toFail', () => expect(first).toFail('no'), /to fail with no; it decided/],
    [
      'toBeWaitingFor',
      () => expect(first).toBeWaitingFor(approved),
      /to be waiting for signal 'approved'; it waits for activity charge '1'/,
    ],
    ['not', () => expect(first).not.toSchedule(charge), /not to schedule activity 'charge'/],
    ['toHaveDecisions', () => expect(first).toHaveDecisions([]), /these decisions, in any order/],
  ])('%s says what was decided instead', (_, check, message) => {
    expect(check).toThrow(message)
  })
})
