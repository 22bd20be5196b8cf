import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isAtLeast } from './json-size.ts'

it('a value whose strings are that long is at least so large, wherever they are', () => {
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
  'a small value is none of 100 characters: %j',
  value => {
    expect(isAtLeast(100, value)).toBe(false)
  },
)

it('looks at no more of a value than it takes', () => {
  const looked: number[] = []
  const items = Array.from({ length: 1000 }, (_, n) => ({
    get text() {
      looked.push(n)
      return 'x'.repeat(50)
    },
  }))
  expect([isAtLeast(100, { items }), looked]).toEqual([true, [0, 1]])
})
