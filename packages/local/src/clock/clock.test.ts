import { describe, expect, it } from 'vitest'
import { testClock } from './clock.ts'

describe('the test clock', () => {
  it('stands still until it is advanced, then calls back in order of time', async () => {
    const clock = testClock({ now: 0 })
    const woken: [string, number][] = []
    clock.wakeAt(2000, () => woken.push(['late', clock.now()]), 'event')
    clock.wakeAt(1000, () => woken.push(['soon', clock.now()]), 'event')
    clock.wakeAt(1500, () => woken.push(['off', clock.now()]), 'event')()
    await clock.advance(999)
    expect(woken).toEqual([])
    await clock.advance('5s')
    expect(woken).toEqual([
      ['soon', 1000],
      ['late', 2000],
    ])
    expect(clock.now()).toBe(5999)
  })

  it('advances to the next event, which the end of a poll is not', async () => {
    const clock = testClock({ now: 0 })
    const woken: string[] = []
    clock.wakeAt(10, () => woken.push('poll'), 'poll')
    clock.wakeAt(50, () => woken.push('event'), 'event')
    expect([await clock.toNextEvent(), clock.now(), woken]).toEqual([true, 50, ['poll', 'event']])
    expect([await clock.toNextEvent(), clock.now()]).toEqual([false, 50])
  })

  it.each([
    ['2 days', 172_800_000],
    ['90s', 90_000],
    ['5 minutes', 300_000],
    ['1 hour', 3_600_000],
    ['250ms', 250],
    [7, 7],
  ])('advances by %j', async (by, milliseconds) => {
    const clock = testClock({ now: 0 })
    await clock.advance(by)
    expect(clock.now()).toBe(milliseconds)
  })

  it('runs concurrent calls of advance one after the other', async () => {
    const clock = testClock({ now: 0 })
    await Promise.all([clock.advance('1s'), clock.advance('2s')])
    expect(clock.now()).toBe(3000)
  })

  it.each(['', '5', 'soon', -1, '5 parsecs', '5 mays', Infinity])('rejects advancing by %j', by => {
    expect(() => testClock().advance(by)).toThrow(TypeError)
  })
})
