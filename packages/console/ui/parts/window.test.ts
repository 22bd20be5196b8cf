import { expect, test } from 'vitest'
import { rowAfterKey, rowsInView } from './window.ts'

test.each([
  ['at the top', 0, { from: 0, to: 32 }],
  ['in the middle', 50_000 * 32, { from: 49_992, to: 50_032 }],
  ['at the end', 100_000 * 32 - 640, { from: 99_968, to: 100_000 }],
  ['before the list is in view', -5000, { from: 0, to: 0 }],
  ['far behind it', 100_000 * 33, { from: 100_000, to: 100_000 }],
])('%s only the rows in view and a few more exist', (_, top, range) => {
  expect(rowsInView(top, 640, 32, 100_000)).toEqual(range)
})

test('a row more or less in view changes nothing', () => {
  expect(rowsInView(32 * 1001, 640, 32, 5000)).toEqual(rowsInView(32 * 1003, 640, 32, 5000))
})

test('a list without rows has none', () => {
  expect(rowsInView(0, 640, 32, 0)).toEqual({ from: 0, to: 0 })
})

test.each([
  ['ArrowDown', 6],
  ['ArrowUp', 4],
  ['PageDown', 15],
  ['PageUp', 0],
  ['Home', 0],
  ['End', 19],
  ['x', undefined],
])('%s moves from row 5 of 20', (key, to) => {
  expect(rowAfterKey(key, 5, 20, 10)).toBe(to)
})

test('no key leaves the list', () => {
  expect(rowAfterKey('ArrowDown', 19, 20, 10)).toBe(19)
  expect(rowAfterKey('ArrowUp', 0, 20, 10)).toBe(0)
  expect(rowAfterKey('End', 0, 0, 10)).toBeUndefined()
})
