import { expect, it } from 'vitest'
import { overload } from './fleet.ts'

it('four workers use SWF’s rates in an overload, with few refused calls, and treat executions alike', async () => {
  const { perSecond, refused, failed, overtaken } = await overload(60)
  expect(perSecond).toBeGreaterThan(90) // of 100
  expect(refused).toBeLessThan(0.1)
  expect(failed).toBe(0)
  expect(overtaken).toBeLessThan(20)
}, 600_000)
