import { describe, expect, it } from 'vitest'
import { closest, distance } from './closest.ts'
import { pairs } from './pairs.ts'

const equals = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

describe('the distance of two values', () => {
  it.each<[unknown, unknown, number]>([
    [1, 1, 0],
    [1, 2, 1],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, 1],
    [{ a: 1 }, { a: 2, b: 3, c: {} }, 3],
    [[1, 2, 3], [1, 5], 2],
    [{ a: { b: [1, 2] } }, { a: { b: [3, 4] } }, 2],
    [{ a: 1 }, 5, 1],
    [new Date(0), new Date(1), 1],
    [{ a: undefined, b: 1 }, { b: 1 }, 0],
  ])('%j and %j: %d', (one, other, far) => {
    expect(distance(one, other, equals)).toBe(far)
  })

  it('determines the closest value, the first of several', () => {
    expect(
      closest(
        [
          { a: 1, b: 1 },
          { a: 2, b: 1 },
          { a: 2, b: 9 },
        ],
        { a: 2, b: 2 },
        equals,
      ),
    ).toEqual({ a: 2, b: 1 })
    expect(closest([], 1, equals)).toBeUndefined()
  })
})

it('pairs match as many values as possible', () => {
  const fits = (wanted: readonly number[], one: number) => wanted.includes(one)
  expect(pairs([[1, 2], [1], [9]], [1, 2, 3], fits)).toEqual([1, 0, undefined])
  expect(pairs([[1, 2], [1, 3], [1]], [1, 2, 3], fits)).toEqual([1, 2, 0])
  expect(pairs([], [1], fits)).toEqual([])
})
