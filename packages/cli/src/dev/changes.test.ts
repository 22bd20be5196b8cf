import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Changes } from './changes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('returns the changed files once nothing has changed for a moment', async () => {
  const changes = new Changes()
  const next = changes.next()
  changes.add('b.ts')
  await vi.advanceTimersByTimeAsync(99)
  changes.add('a.ts')
  changes.add('b.ts')
  await vi.advanceTimersByTimeAsync(99)
  expect(changes.pending).toBe(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(await next).toEqual(['a.ts', 'b.ts'])
  expect(changes.pending).toBe(false)
})

it('keeps what changes while nobody asks', async () => {
  const changes = new Changes()
  changes.add('a.ts')
  await vi.advanceTimersByTimeAsync(100)
  expect(await changes.next()).toEqual(['a.ts'])
})

it('returns at once if that is asked for', async () => {
  const changes = new Changes()
  changes.now()
  expect(await changes.next()).toEqual([])
})
