import { expect, it } from 'vitest'
import { realTimers } from '../internal.ts'

it('a wait that is longer than Node’s longest timer does not end at once', async () => {
  const over = new AbortController()
  const slept = realTimers.sleep(2 ** 31, { signal: over.signal }).then(() => 'woken')
  const first = await Promise.race([slept, realTimers.sleep(20).then(() => 'still asleep')])
  over.abort(new Error('enough'))
  await expect(slept).rejects.toThrow('enough')
  expect(first).toBe('still asleep')
})
