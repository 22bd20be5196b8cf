import { expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

it('keeps what was used last, up to a total size', () => {
  const cache = new BoundedCache<string>(10)
  cache.set('a', 'A', 4)
  cache.set('b', 'B', 4)
  expect(cache.get('a')).toBe('A')
  cache.set('c', 'C', 4)
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual(['A', undefined, 'C', 8])
  cache.set('huge', 'H', 11)
  expect([cache.get('huge'), cache.size]).toEqual([undefined, 8])
  cache.set('a', 'A2', 6)
  expect([cache.get('a'), cache.get('c'), cache.size]).toEqual(['A2', 'C', 10])
  cache.delete('a')
  expect(cache.size).toBe(4)
})
