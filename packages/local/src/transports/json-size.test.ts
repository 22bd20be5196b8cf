import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isAtLeast } from './json-size.ts'

it('counts strings at any depth', () => {
  const nested = fc.letrec(tie => ({
    value: fc.oneof(
      fc.constant('x'.repeat(100)),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
    ),
  })).value
  fc.assert(
    fc.property(nested, value => {
      const strings = JSON.stringify(value).split('x'.repeat(100)).length - 1
      expect(isAtLeast(strings * 100, value)).toBe(true)
    }),
  )
})

it.each([{}, [], '', 'short', null, undefined, 7, { events: [{ eventId: 1 }] }])(
  '%j has less than 100 characters',
  value => {
    expect(isAtLeast(100, value)).toBe(false)
  },
)

it('stops counting as soon as the size is reached', () => {
  const looked: number[] = []
  const items = Array.from({ length: 1000 }, (_, n) => ({
    get text() {
      looked.push(n)
      return 'x'.repeat(50)
    },
  }))
  expect([isAtLeast(100, { items }), looked]).toEqual([true, [0, 1]])
})
