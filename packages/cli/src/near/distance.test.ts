import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distance, nearest } from './distance.ts'

it.each([
  ['order-7', 'order-7', 0],
  ['order-7', 'oder-7', 1],
  ['order-7', 'ordre-7', 1],
  ['order-7', 'border-8', 2],
  ['', 'abc', 3],
])('%j and %j are %i changes apart', (one, other, changes) => {
  expect([distance(one, other), distance(other, one)]).toEqual([changes, changes])
})

it('is 0 only for equal texts, symmetric, and at most the longer length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
      const far = distance(one, other)
      expect(far === 0).toBe(one === other)
      expect(far).toBe(distance(other, one))
      expect(far).toBeLessThanOrEqual(Math.max(one.length, other.length))
    }),
  )
})

it('the nearest names are those with the fewest changes, and none if all are far away', () => {
  const names = ['order-7', 'order-8', 'ORDER-9', 'invoice-2026-11-28']
  expect(nearest('oder-7', names, 3)).toEqual(['order-7'])
  expect(nearest('order-', names, 3)).toEqual(['order-7', 'order-8', 'ORDER-9'])
  expect(nearest('invoice', names)).toEqual(['invoice-2026-11-28'])
  expect(nearest('shipment', names)).toEqual([])
})
