import { expect, test } from 'vitest'
import { live } from './measures/local/years.ts'
import { newFile } from './measures/local/place.ts'

test.each([
  ['in a file', newFile],
  ['in memory', () => ':memory:'],
])(
  'after 365 days with one day of retention a log %s takes at most 1.5 times what it took after three',
  async (_, place) => {
    const { third, last, restart, childStarts } = await live(365, 240, place())
    expect(last.file).toBeLessThanOrEqual(third.file * 1.5)
    // the measured heap varies by about a megabyte
    expect(last.memory).toBeLessThanOrEqual(third.memory * 1.5 + 1e6)
    expect(restart ?? 0).toBeLessThan(10)
    expect(childStarts).toBe(1)
  },
  1_800_000,
)
