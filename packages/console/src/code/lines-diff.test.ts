import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linesDiff } from './lines-diff.ts'

const line = fc.constantFrom('a', 'b', 'c')
it('a diff has both lists, in their order, and is absent if they are equal', () =>
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (before, after) => {
      const diff = linesDiff(before, after)
      if (diff === undefined) {
        expect(before).toEqual(after)
        return
      }
      const of = (marks: string) => diff.filter(each => marks.includes(each[0]!)).map(each => each.slice(2))
      expect([of(' -'), of(' +')]).toEqual([before, after])
      expect(diff.some(each => !each.startsWith(' '))).toBe(true)
    }),
  ))

it('shows few differences', () => {
  expect(linesDiff(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual(['  a', '- b', '+ x', '  c'])
})
