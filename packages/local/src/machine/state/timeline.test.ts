import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Execution } from './execution.ts'
import { byStart, Timeline } from './timeline.ts'

const execution = (startTimestamp: number, startSeq: number) => ({ startTimestamp, startSeq }) as Execution

test('a timeline returns the executions that were added and not removed, in order, within a time filter and after a place', () => {
  const step = fc.oneof(
    fc.record({ pass: fc.nat(2) }),
    fc.record({ remove: fc.nat(100) }),
    fc.record({ oldestDate: fc.nat(30), latestDate: fc.nat(60), forward: fc.boolean(), after: fc.nat(70) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), steps => {
      const timeline = new Timeline(byStart)
      let kept: Execution[] = []
      let [time, seq] = [0, 0]
      for (const one of steps) {
        if ('pass' in one) {
          const added = execution((time += one.pass), ++seq)
          timeline.add(added)
          kept.push(added)
        } else if ('remove' in one) {
          const removed = kept[one.remove % (kept.length || 1)]
          if (removed === undefined) continue
          timeline.remove(removed)
          timeline.remove(removed)
          kept = kept.filter(e => e !== removed)
        } else {
          const { oldestDate, latestDate, forward, after } = one
          const inside = kept.filter(
            e =>
              e.startTimestamp >= oldestDate &&
              e.startTimestamp <= latestDate &&
              (forward ? e.startSeq > after : e.startSeq < after),
          )
          const shown = [...timeline.along({ oldestDate, latestDate }, forward, after)]
          expect(shown).toEqual(forward ? inside : inside.reverse())
        }
        expect(timeline.first()).toBe(kept[0])
      }
    }),
  )
})
