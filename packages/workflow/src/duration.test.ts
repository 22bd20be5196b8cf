import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds, toSeconds } from './duration.ts'

describe('durations', () => {
  it.each([
    [0, 0],
    [250, 250],
    [1.5, 1.5],
    ['300ms', 300],
    ['45s', 45_000],
    ['45 sec', 45_000],
    ['5m', 300_000],
    ['5 minutes', 300_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['2 days', 172_800_000],
    ['1 week, 1 day', 691_200_000],
  ])('%j is %d ms', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected)
  })

  it.each([
    '300',
    '',
    ' ',
    '5 parsecs',
    'm',
    '-5m',
    '5m!',
    '1e3s',
    'NONE',
    '5 constructor',
    `${'9'.repeat(400)}s`,
    -1,
    Infinity,
    NaN,
    null,
    {},
    undefined,
  ])('%j throws DURATION_INVALID', value => {
    expect(() => milliseconds(value as string, 'The retry interval')).toThrow(
      expect.objectContaining({
        code: 'DURATION_INVALID',
        message: expect.stringMatching(/^The retry interval is .* expected milliseconds/) as string,
      }),
    )
  })

  it('are sent to SWF as whole seconds, rounded up', () => {
    expect([toSeconds(0), toSeconds(1), toSeconds('1500ms'), toSeconds('2m'), toSeconds('NONE')]).toEqual([
      '0',
      '1',
      '2',
      '120',
      'NONE',
    ])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), ms => {
        const seconds = Number(toSeconds(ms))
        expect(seconds * 1000 >= ms && (seconds - 1) * 1000 < ms).toBe(true)
      }),
    )
  })
})
