import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory, checkLinks } from './invariants.ts'
import { histories, runSteps, observed, step } from './random-steps.ts'

test('a machine made from the log responds like the one that wrote it, and every history is possible in SWF', () => {
  const types = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 150, size: 'max' }), steps => {
      const service = runSteps(steps)
      const again = service.rebuilt()
      expect(again.machine.ready()).toEqual(expect.arrayContaining([...service.machine.ready()]))
      checkLinks(histories(service))
      expect(observed(again)).toEqual(observed(service))
      const written = histories(service)
      checkLinks(written)
      for (const history of written.values()) {
        for (const { eventType } of history) types.add(eventType)
        checkHistory(history)
      }
    }),
    { numRuns: 200 },
  )
  // all 54 except RecordMarkerFailed, and sometimes a rare one
  expect(types.size).toBeGreaterThan(48)
})

test('a crash between any two transactions loses no pending transitions', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), steps => {
      const service = runSteps(steps)
      for (let length = 1; length < service.log.length; length++) {
        const again = service.rebuilt(length)
        again.settle()
        found += again.log.length - length
        expect(again.log).toEqual(service.log.slice(0, again.log.length))
      }
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(0)
})
