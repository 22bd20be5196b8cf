import { describe, expect, it } from 'vitest'
import { durationText } from './duration-text.ts'
import { short, shown } from './shown.ts'

class Money {
  amount = 7
}
const circle: Record<string, unknown> = {}
circle.self = circle

describe('a value in a line', () => {
  it.each<[unknown, string]>([
    ["it's\n", String.raw`"it's\n"`],
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [7n, '7n'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: [1, { c: true }], a: 1, 'x-y': 2 }, "{ a: 1, b: [ 1, { c: true } ], 'x-y': 2 }"],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{ a: 1 }'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(NaN), 'Invalid Date'],
    [/a/g, '/a/g'],
    [new URL('http://a/b'), 'URL http://a/b'],
    [[new RangeError('too much')], '[ [RangeError: too much] ]'],
    [new Map([[{ k: 1 }, new Set(['v'])]]), "Map { { k: 1 } => Set { 'v' } }"],
    [new Uint8Array([1, 2]), 'Uint8Array [ 1, 2 ]'],
    [new Money(), 'Money { amount: 7 }'],
    [circle, '{ self: [Circular] }'],
    [[circle.none, ['x'.repeat(200)]], `[ undefined, [ '${'x'.repeat(200)}' ] ]`],
  ])('%o', (value, text) => {
    expect(shown(value)).toBe(text)
  })

  it('is cut in a line that only refers to it', () => {
    expect([short('abc', 3), short('abcd', 3)]).toEqual(['abc', 'ab…'])
  })
})

it.each([
  [0, '0s'],
  [59, '59s'],
  [90, '1m 30s'],
  [86_400, '1 day'],
  [183_600, '2 days 3h'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})
