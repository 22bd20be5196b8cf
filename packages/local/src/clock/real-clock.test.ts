import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { realClock } from './real-clock.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The clocks of a machine, which the test sets. */
let wall = 0
let monotonic = 0
const sources = { wall: () => wall, monotonic: () => monotonic }

beforeEach(() => {
  wall = Date.UTC(2026, 0, 1)
  monotonic = 5000
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => void vi.useRealTimers())

/** Advances both clocks and the fake timers, in steps. */
function pass(ms: number, step = 1000): void {
  for (let left = ms; left > 0; left -= step) {
    const by = Math.min(step, left)
    wall += by
    monotonic += by
    vi.advanceTimersByTime(by)
  }
}

describe('the real clock', () => {
  it('follows the wall clock if that is not behind', () => {
    const clock = realClock(sources)
    clock.reach!(wall - day)
    pass(hour)
    expect([clock.now(), clock.ahead!()]).toEqual([wall, 0])
  })

  it('runs at nine tenths of its speed from the last time in the log until the wall clock has caught up', () => {
    const clock = realClock(sources)
    const start = wall + 2 * hour
    clock.reach!(start)
    pass(10 * hour)
    expect([clock.now() - start, clock.ahead!()]).toEqual([9 * hour, hour])
    pass(11 * hour)
    expect([clock.now(), clock.ahead!()]).toEqual([wall, 0])
  })

  it('follows at once when the wall clock is set forward or the machine has slept', () => {
    const clock = realClock(sources)
    wall += 3 * hour // the monotonic clock doesn't count the sleep
    expect(clock.now()).toBe(wall)
    clock.reach!(wall + hour)
    wall += 2 * hour
    expect([clock.now(), clock.ahead!()]).toEqual([wall, 0])
  })

  it('does not go back when the wall clock is set back', () => {
    const clock = realClock(sources)
    const before = clock.now()
    wall -= day
    expect(clock.now()).toBe(before)
    pass(hour)
    expect(clock.now()).toBe(before + 0.9 * hour)
  })

  it.each([0, 2 * hour, 400 * day])(
    '%d ms ahead of the wall clock, wakes for a deadline never early and at most 11 %% late',
    ahead => {
      const clock = realClock(sources)
      clock.reach!(wall + ahead)
      const at = clock.now() + hour
      let woken: number | undefined
      clock.wakeAt(at, () => (woken = clock.now()), 'event')
      let passed = 0
      for (; woken === undefined && passed < 2 * hour; passed += 1000) pass(1000)
      expect(woken).toBeGreaterThanOrEqual(at)
      expect(passed).toBeGreaterThanOrEqual(hour)
      expect(passed).toBeLessThanOrEqual((hour * 10) / 9 + 1000)
    },
  )

  it('ends a poll after its time in real milliseconds, even while it is ahead', () => {
    const clock = realClock(sources)
    clock.reach!(wall + day)
    let ended = false
    clock.wakeAt(clock.now() + 55_000, () => (ended = true), 'poll')
    pass(54_000)
    expect(ended).toBe(false)
    pass(1000)
    expect(ended).toBe(true)
  })

  it('does not make a canceled call', () => {
    const clock = realClock(sources)
    clock.wakeAt(wall + 3 * minute, () => expect.unreachable(), 'event')()
    pass(hour, minute)
  })

  it('never goes back, is never behind the wall clock, and is at most 11 % late, however the wall clock is set', () => {
    const step = fc.record({
      passes: fc.nat(2 * hour),
      set: fc.integer({ min: -day, max: day }),
      sleeps: fc.nat(hour),
    })
    fc.assert(
      fc.property(fc.integer({ min: -day, max: 400 * day }), fc.array(step), (ahead, steps) => {
        const clock = realClock(sources)
        clock.reach!(wall + ahead)
        let last = clock.now()
        for (const { passes, set, sleeps } of steps) {
          wall += passes + set + sleeps
          monotonic += passes
          const now = clock.now()
          expect(now).toBeGreaterThanOrEqual(Math.max(wall, Math.floor(last + 0.9 * passes) - 1))
          last = now
        }
      }),
    )
  })
})
