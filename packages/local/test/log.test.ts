import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory, checkLinks } from './invariants.ts'
import { histories, livedThrough, seen, step } from './random-worlds.ts'

test('a machine made from the log alone answers as the one that wrote it, and every history is one that SWF writes', () => {
  const types = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 150, size: 'max' }), steps => {
      const world = livedThrough(steps)
      const again = world.rebuilt()
      expect(again.machine.ready()).toEqual(expect.arrayContaining([...world.machine.ready()]))
      checkLinks(histories(world))
      expect(seen(again)).toEqual(seen(world))
      const written = histories(world)
      checkLinks(written)
      for (const history of written.values()) {
        for (const { eventType } of history) types.add(eventType)
        checkHistory(history)
      }
    }),
    { numRuns: 200 },
  )
  // All 54 but RecordMarkerFailed, and now and then one that is rare.
  expect(types.size).toBeGreaterThan(48)
})

test('a crash between any two transactions loses nothing: what is still to be done is found again', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), steps => {
      const world = livedThrough(steps)
      for (let length = 1; length < world.log.length; length++) {
        const again = world.rebuilt(length)
        again.settle()
        found += again.log.length - length
        expect(again.log).toEqual(world.log.slice(0, again.log.length))
      }
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(0)
})
