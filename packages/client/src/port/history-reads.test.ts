import { setMaxListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { awsSwf, retrying, type Timers } from '../index.ts'
import { HistoryReadBudget, type ReadPriority } from './history-reads.ts'

/** A clock that the test advances. */
function testTimers(): Timers & { advance(milliseconds: number): Promise<void> } {
  let now = 0
  let sleeping: { until: number; wake: () => void }[] = []
  return {
    now: () => now,
    sleep: milliseconds => new Promise(wake => void sleeping.push({ until: now + milliseconds, wake })),
    async advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        await new Promise(resolve => setImmediate(resolve))
        const next = sleeping.sort((a, b) => a.until - b.until)[0]
        if (next === undefined || next.until > end) break
        now = next.until
        sleeping = sleeping.filter(one => one !== next)
        next.wake()
      }
      now = end
    },
  }
}

function budget() {
  const timers = testTimers()
  const reads = new HistoryReadBudget(timers)
  const done: string[] = []
  const take = (count: number, priority?: ReadPriority, signal?: AbortSignal) => {
    for (let n = 0; n < count; n++) {
      reads.take(signal, priority).then(
        () => done.push(`${priority ?? 'task'} ${n}`),
        (error: unknown) => done.push(String(error)),
      )
    }
  }
  return { timers, take, done }
}

describe('the budget for reads of histories', () => {
  it('lets 60 reads a second through, and those of one second at once', async () => {
    const { timers, take, done } = budget()
    take(10_000, 'result')
    const counts = []
    for (let second = 0; second < 4; second++) {
      await timers.advance(second === 0 ? 0 : 1000)
      counts.push(done.length)
    }
    expect(counts).toEqual([60, 120, 180, 240])
  })

  it('saves no more than the reads of one second while none is made', async () => {
    const { timers, take, done } = budget()
    await timers.advance(3_600_000)
    take(100)
    await timers.advance(0)
    expect(done).toHaveLength(60)
  })

  it('lets reads for decision tasks go first, but one in ten is for result()', async () => {
    const { timers, take, done } = budget()
    take(60)
    await timers.advance(0)
    done.length = 0
    take(100, 'result')
    take(36, 'task')
    await timers.advance(1000)
    expect(done.slice(0, 42).map(each => each.split(' ')[0])).toEqual([
      ...[...Array<string>(9).fill('task'), 'result', ...Array<string>(9).fill('task'), 'result'],
      ...[...Array<string>(9).fill('task'), 'result', ...Array<string>(9).fill('task'), 'result'],
      'result',
      'result',
    ])
    const results = done.filter(each => each.startsWith('result'))
    expect(results).toEqual(results.map((_, n) => `result ${n}`))
  })

  it('doesn’t count a read whose signal is aborted', async () => {
    const { timers, take, done } = budget()
    take(60)
    const leaving = new AbortController()
    setMaxListeners(0, leaving.signal)
    take(1000, 'task', leaving.signal)
    take(1)
    await timers.advance(0)
    leaving.abort('left')
    await timers.advance(0)
    expect(done.splice(0)).toEqual(
      [...Array<string>(60).keys()].map(n => `task ${n}`).concat(Array(1000).fill('left')),
    )
    await timers.advance(17)
    expect(done).toEqual(['task 0'])
    take(1, 'task', leaving.signal)
    await timers.advance(0)
    expect(done).toEqual(['task 0', 'left'])
  })
})

it('all ports to one region share a budget, also through retrying', () => {
  const [one, same, other] = ['eu-west-1', 'eu-west-1', 'us-west-2'].map(region => awsSwf({ region }))
  expect(one!.historyReads).toBeDefined()
  expect(retrying(same!).historyReads).toBe(one!.historyReads)
  expect(other!.historyReads).not.toBe(one!.historyReads)
})
