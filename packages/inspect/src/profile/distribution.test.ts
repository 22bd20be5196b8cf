import { expect, it } from 'vitest'
import { distributionOf } from './distribution.ts'

it.each([
  [[], { count: 0, total: 0, p50: 0, p95: 0, max: 0 }],
  [[7], { count: 1, total: 7, p50: 7, p95: 7, max: 7 }],
  [[4, 1, 3, 2], { count: 4, total: 10, p50: 2, p95: 4, max: 4 }],
  [
    Array.from({ length: 100 }, (_, index) => 100 - index),
    { count: 100, total: 5050, p50: 50, p95: 95, max: 100 },
  ],
])('summarizes %j', (numbers, expected) => {
  expect(distributionOf(numbers)).toEqual(expected)
})
