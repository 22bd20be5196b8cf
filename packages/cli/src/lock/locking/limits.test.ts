import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compressed } from '../files/histories.ts'
import { withinLimits } from './limits.ts'

/** A text that is hardly compressed. */
const noise = (seed: number, length: number) =>
  Array.from({ length: Math.ceil(length / 64) }, (_, i) =>
    createHash('sha256').update(`${seed} ${i}`).digest('hex'),
  )
    .join('')
    .slice(0, length)

it('keeps the first ones, within the limits of their number and of their size', () => {
  const texts = fc.array(
    fc
      .tuple(fc.nat(), fc.nat(4000))
      .map(([seed, length]) => noise(seed, length))
      .map(text => ({ text: () => text })),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(texts, fc.nat(12), fc.integer({ min: 1, max: 9000 }), (all, histories, bytes) => {
      const kept = withinLimits(all, { histories, bytes })
      expect(kept).toEqual(all.slice(0, kept.length))
      expect(kept.length).toBeLessThanOrEqual(histories)
      if (kept.length > 0) expect(compressed(kept.map(each => each.text())).length).toBeLessThanOrEqual(bytes)
      const whole = all.slice(0, histories)
      if (whole.length === 0 || compressed(whole.map(each => each.text())).length <= bytes)
        expect(kept).toEqual(whole)
    }),
    { numRuns: 30 },
  )
})
