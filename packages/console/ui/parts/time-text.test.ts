import { expect, test } from 'vitest'
import { millisecondsText } from '@reyield/inspect'
import { ageText, agoText, counted, countText, localText, spanText } from './time-text.ts'

test('spans are said as the commands say them', () => {
  const spans = [
    0,
    12,
    999.4,
    999.6,
    1400,
    9949,
    9951,
    59_499,
    59_501,
    250_000,
    3_600_000,
    183_600_000,
    -1400,
    NaN,
  ]
  expect(spans.map(spanText)).toEqual(spans.map(millisecondsText))
})

test.each([
  [0, 'now'],
  [-1500, '1s ago'],
  [-59_999, '59s ago'],
  [-250_000, '4m ago'],
  [-90 * 60_000, '1h ago'],
  [-100 * 86_400_000, '100d ago'],
  [172_800_000, 'in 2d'],
])('%d ms from now is %s', (offset, text) => {
  expect(agoText(1e12 + offset, 1e12)).toBe(text)
})

test('an age has whole seconds', () => {
  expect([-5, 3999, 60_500, 7_200_999].map(ageText)).toEqual(['0s', '3s', '1m', '2h'])
})

test('a time is said in the time zone of the reader', () => {
  expect(localText(new Date(2026, 10, 29, 5, 31, 4))).toBe('2026-11-29 05:31:04')
})

test('counts have separators and nouns', () => {
  expect([
    countText(3120),
    countText(100_000, true),
    counted(1, 'execution'),
    counted(2, 'history', 'histories'),
  ]).toEqual(['3,120', '100,000+', '1 execution', '2 histories'])
})
