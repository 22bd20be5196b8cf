import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReplayCache } from './replay-cache.ts'

const limits = { maxExecutions: 2, maxBytes: 100 }
const none = { absent: 0, gap: 0, stale: 0 }

it('what was put least recently leaves when there are too many executions', () => {
  const cache = new ReplayCache(limits)
  for (const runId of ['a', 'b', 'a', 'c']) cache.put(runId, { bytes: 10 })
  expect(cache.stats).toEqual({ executions: 2, bytes: 20, hits: 0, misses: none, evictions: 1 })
  expect(['a', 'b', 'c'].map(runId => cache.take(runId) !== undefined)).toEqual([true, false, true])
})

it('as many leave as needed when there are too many bytes', () => {
  const cache = new ReplayCache({ ...limits, maxExecutions: 9 })
  for (const runId of ['a', 'b', 'c']) cache.put(runId, { bytes: 30 })
  cache.put('d', { bytes: 60 })
  expect(cache.stats).toEqual({ executions: 2, bytes: 90, hits: 0, misses: none, evictions: 2 })
})

it('an entry that was replaced is not removed', () => {
  const cache = new ReplayCache(limits)
  const [first, second] = [{ bytes: 1 }, { bytes: 2 }]
  cache.put('a', first)
  cache.put('a', second)
  cache.remove('a', first)
  expect(cache.take('a')).toBe(second)
})

it('whatever is put, taken and removed, it stays within its bounds and counts what it has', () => {
  const step = fc.record({
    do: fc.constantFrom('put', 'put', 'take', 'remove'),
    runId: fc.constantFrom('a', 'b', 'c', 'd'),
    bytes: fc.integer({ min: 1, max: 100 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const cache = new ReplayCache(limits)
      const last = new Map<string, { bytes: number }>()
      for (const { do: action, runId, bytes } of steps) {
        const entry = { bytes }
        if (action === 'put') {
          cache.put(runId, entry)
          last.set(runId, entry)
        } else if (action === 'take') {
          expect([undefined, last.get(runId)]).toContain(cache.take(runId))
          last.delete(runId)
        } else if (last.has(runId)) {
          cache.remove(runId, last.get(runId)!)
          last.delete(runId)
        }
        expect(cache.stats.executions).toBeLessThanOrEqual(limits.maxExecutions)
        expect(cache.stats.bytes).toBeLessThanOrEqual(limits.maxBytes)
      }
      const left = [...last.keys()].map(runId => cache.take(runId)?.bytes ?? 0)
      expect(left.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(limits.maxBytes)
      expect(cache.stats).toMatchObject({ executions: 0, bytes: 0 })
    }),
  )
})
