import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Compaction } from './compaction.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Records what a compaction removes, portion by portion. Each removal takes `takes` milliseconds. */
function removing(milliseconds = 1) {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const portions: number[][] = []
  const compaction = new Compaction({
    remove(seqs) {
      portions.push([...seqs])
      now += milliseconds
    },
    failed(error) {
      throw error
    },
  })
  return { compaction, portions, sizes: () => portions.map(({ length }) => length) }
}

const numbers = (count: number, first = 1) => Array.from({ length: count }, (_, n) => first + n)

it('removes all rows, those of a group in order', () => {
  const { compaction, portions } = removing()
  const groups = [numbers(3), numbers(2_000, 10), [5], numbers(400, 5_000)]
  compaction.add(groups)
  vi.advanceTimersByTime(60_000)
  expect(portions.flat()).toEqual(groups.flat())
})

it('waits a second for further rows if there are only a few', () => {
  const { compaction, portions } = removing()
  compaction.add([[1], [2]])
  vi.advanceTimersByTime(500)
  compaction.add([[3]])
  vi.advanceTimersByTime(499)
  expect(portions).toEqual([])
  vi.advanceTimersByTime(1)
  expect(portions).toEqual([[1, 2, 3]])
})

it('removes at most 500 rows at a time, even of a single execution', () => {
  const { compaction, sizes } = removing()
  compaction.add([numbers(25_000)])
  vi.advanceTimersByTime(60_000)
  expect(Math.max(...sizes())).toBe(500)
})

it('removes fewer rows at a time when removals are slow', () => {
  const { compaction, sizes } = removing(40)
  compaction.add([numbers(1_000)])
  vi.advanceTimersByTime(60_000)
  expect(sizes().slice(0, 5)).toEqual([100, 50, 50, 50, 50])
})

it('pauses for four times as long as a removal took', () => {
  const { compaction, portions } = removing(7)
  compaction.add([numbers(1_000)])
  vi.advanceTimersByTime(0)
  expect(portions).toHaveLength(1)
  vi.advanceTimersByTime(27)
  expect(portions).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(portions).toHaveLength(2)
})

it('pauses only as long as a removal took if many rows wait', () => {
  const { compaction, portions } = removing(7)
  compaction.add([numbers(20_000)])
  vi.advanceTimersByTime(7)
  expect(portions).toHaveLength(2)
})

it('pauses for at most a second, even if the process was suspended for an hour during a removal', () => {
  const { compaction, portions } = removing(3_600_000)
  compaction.add([numbers(1_000)])
  vi.advanceTimersByTime(0)
  vi.advanceTimersByTime(1000)
  expect(portions).toHaveLength(2)
})

it('removes at most one more portion when it ends, and nothing after that', () => {
  const { compaction, sizes } = removing()
  compaction.add([numbers(1_000)])
  compaction.end()
  compaction.end()
  compaction.add([numbers(1_000)])
  vi.advanceTimersByTime(60_000)
  expect(sizes()).toEqual([100])
})

it('stops after a failed removal and reports it', () => {
  const full = new Error('database or disk is full')
  const failed: unknown[] = []
  let tries = 0
  const compaction = new Compaction({
    remove() {
      tries++
      throw full
    },
    failed: error => failed.push(error),
  })
  compaction.add([numbers(1_000)])
  vi.advanceTimersByTime(60_000)
  expect({ failed, tries }).toEqual({ failed: [full], tries: 1 })
})
