import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { skippableClock } from './skippable-clock.ts'

const hour = 3_600_000

beforeEach(
  () => void vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }),
)
afterEach(() => void vi.useRealTimers())

describe('the skippable clock', () => {
  it('runs with the wall clock', () => {
    const clock = skippableClock()
    const woken: number[] = []
    clock.wakeAt(1000, () => woken.push(clock.now()), 'event')
    vi.advanceTimersByTime(999)
    expect(woken).toEqual([])
    vi.advanceTimersByTime(1)
    expect(woken).toEqual([1000])
  })

  it('lets everything happen that is due at the time to which it is skipped, once', () => {
    const clock = skippableClock()
    const woken: [string, number][] = []
    for (const at of [1, 2, 3]) clock.wakeAt(at * hour, () => woken.push([`${at} h`, clock.now()]), 'event')
    clock.wakeAt(hour, () => woken.push(['canceled', clock.now()]), 'event')()
    clock.skipTo(new Date(2 * hour))
    vi.advanceTimersByTime(0)
    expect(woken).toEqual([
      ['1 h', 2 * hour],
      ['2 h', 2 * hour],
    ])
    vi.advanceTimersByTime(hour)
    expect(woken.at(-1)).toEqual(['3 h', 3 * hour])
  })

  it('runs on from there, and never goes back', () => {
    const clock = skippableClock()
    clock.skipTo(new Date(hour))
    clock.skipTo(new Date(5))
    vi.advanceTimersByTime(1000)
    expect(clock.now()).toBe(hour + 1000)
  })

  it('does not end polls early', () => {
    const clock = skippableClock()
    let ended = false
    clock.wakeAt(55_000, () => (ended = true), 'poll')
    clock.skipTo(new Date(hour))
    vi.advanceTimersByTime(54_999)
    expect(ended).toBe(false)
    vi.advanceTimersByTime(1)
    expect(ended).toBe(true)
  })

  it('goes on at full speed from the last time in a log', () => {
    const clock = skippableClock()
    clock.reach!(2 * hour)
    vi.advanceTimersByTime(1000)
    expect(clock.now()).toBe(2 * hour + 1000)
    expect('ahead' in clock).toBe(false)
  })
})
