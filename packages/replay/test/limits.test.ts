import { activities, all, race, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { short, ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(n?: unknown): Promise<string>
}
const { a } = activities<Impl>({ startToClose: '5m' })

const fan = (
  count: number,
  make: (n: number) => ReturnType<typeof a> | ReturnType<typeof sleep> = () => a(),
) =>
  workflow({ name: 'w' }, async function* () {
    yield* all(Array.from({ length: count }, (_, n) => make(n)))
    return 'all done'
  })

describe('more decisions than one answer takes (L3)', () => {
  it('are split: as many as fit, and ~wake of 0 seconds causes the next task', async () => {
    const history = new ReplayedHistory(fan(5), undefined, { limits: { decisions: 4 } })
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'schedule 1.2.1 a', 'start ~wake 0s'])
    expect(await history.task()).toEqual(['schedule 1.3.1 a', 'schedule 1.4.1 a', 'schedule 1.5.1 a'])
    history.fired('~wake').begin()
    expect((await history.everyWay()).decisions).toEqual([])
  })

  it('fit exactly at the limit without a timer', async () => {
    expect(await new ReplayedHistory(fan(100)).task()).toHaveLength(100)
    const split = await new ReplayedHistory(fan(101)).task()
    expect([split.length, split.at(-1)]).toEqual([99, 'start ~wake 0s'])
  })

  it('are split by bytes, too, and a single one that is too large is sent alone', async () => {
    const history = new ReplayedHistory(
      fan(3, () => a('x'.repeat(1000))),
      undefined,
      { limits: { bytes: 2900 } },
    )
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'schedule 1.2.1 a', 'start ~wake 0s'])
    expect(await history.task()).toEqual(['schedule 1.3.1 a'])
    const huge = new ReplayedHistory(
      fan(1, () => a('x'.repeat(1000))),
      undefined,
      { limits: { bytes: 10 } },
    )
    expect(await huge.task()).toEqual(['schedule 1.1.1 a'])
  })

  it('another decider with other limits continues the same history (W3)', async () => {
    const history = new ReplayedHistory(fan(5), undefined, { limits: { decisions: 3 } })
    await history.task()
    history.begin()
    const other = new ReplayedHistory(fan(5)).fresh()
    await other.feed(history.events)
    expect((await other.decisions()).map(short)).toEqual([2, 3, 4, 5].map(n => `schedule 1.${n}.1 a`))
  })
})

describe('limits of open operations (L4)', () => {
  it('delay starts while too many activities are open, attached or not', async () => {
    const history = new ReplayedHistory(fan(4), undefined, { limits: { openActivities: 2 } })
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'schedule 1.2.1 a'])
    history.completed('1.2.1')
    expect(await history.task()).toEqual(['schedule 1.3.1 a'])
    history.completed('1.1.1').completed('1.3.1')
    expect(await history.task()).toEqual(['schedule 1.4.1 a'])
  })

  it('do not count timers that are canceled in the same answer', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('1h'), sleep('2h')])
      yield* all([sleep('3h'), sleep('4h')])
    })
    const history = new ReplayedHistory(program, undefined, { limits: { openTimers: 2 } })
    await history.task()
    history.completed('1.1.1')
    expect(await history.task()).toEqual([
      'cancel timer 1.2.1',
      'cancel timer 1.3.1',
      'start 2.1.1 10800s',
      'start 2.2.1 14400s',
    ])
  })
})

describe('an own id that a detached activity still has (W7)', () => {
  it('delays the start until that one has closed', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a.with({ id: 'mine' })(1), sleep('5s')])
      return yield* a.with({ id: 'mine' })(2)
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel activity mine'])
    const opened = history.opened('ActivityTaskScheduled', 'activityId', 'mine')
    history.record('ActivityTaskCanceled', { scheduledEventId: opened, startedEventId: 0 })
    expect(await history.task()).toEqual(['schedule mine a'])
    history.completed('mine', 'two')
    expect(await history.task()).toEqual(['complete "two"'])
  })
})
