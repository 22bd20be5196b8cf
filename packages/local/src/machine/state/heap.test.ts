import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Heap } from './heap.ts'

interface Item {
  rank: number
  heapIndex: number
}

const ranks = fc.integer({ min: 0, max: 20 })
const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), rank: ranks }),
  fc.record({ do: fc.constant('remove' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('move' as const), which: fc.nat(), rank: ranks }),
)

test('the first item is always the least, after any adding, moving and removing', () => {
  fc.assert(
    fc.property(fc.array(step), steps => {
      const heap = new Heap<Item>((a, b) => a.rank < b.rank)
      const items: Item[] = []
      for (const s of steps) {
        if (s.do === 'add') {
          const item = { rank: s.rank, heapIndex: -1 }
          items.push(item)
          heap.add(item)
        } else if (items.length > 0) {
          const item = items[s.which % items.length]!
          if (s.do === 'move') {
            item.rank = s.rank
            heap.moved(item)
          } else {
            items.splice(items.indexOf(item), 1)
            heap.remove(item)
            heap.remove(item)
          }
        }
        expect(heap.size).toBe(items.length)
        expect(heap.first()?.rank).toBe(
          items.length === 0 ? undefined : Math.min(...items.map(item => item.rank)),
        )
      }
    }),
  )
})
