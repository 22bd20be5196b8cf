import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookingRun } from '../../test/booking.ts'
import { neighborsOf } from './neighbors.ts'
import { openPartOf } from './open-part.ts'
import { thinned } from './thin.ts'

const candidate = (pairs: string, cost = 1) => ({ pairs: new Set(pairs), cost })
const chosen = (candidates: readonly ReturnType<typeof candidate>[]) =>
  thinned(candidates).map(({ pairs }) => [...pairs].join(''))

describe('thinning', () => {
  it.each<[string, readonly ReturnType<typeof candidate>[], readonly string[]]>([
    ['nothing', [], []],
    ['a history without events', [candidate('')], []],
    ['equal histories', [candidate('ab'), candidate('ab')], ['ab']],
    ['a history in which the others are', [candidate('a'), candidate('ab'), candidate('b')], ['ab']],
    ['three that need two', [candidate('abc'), candidate('cd'), candidate('de')], ['abc', 'de']],
    [
      'a long history for which two short ones are cheaper',
      [candidate('abcd', 9), candidate('ab'), candidate('cd')],
      ['ab', 'cd'],
    ],
  ])('of %s', (_, candidates, expected) => {
    expect(chosen(candidates)).toEqual(expected)
  })

  it('keeps every pair, with no history that adds nothing to those before it', () => {
    const pairs = fc.uniqueArray(fc.nat(30).map(String), { maxLength: 8 })
    const candidates = fc.array(
      fc.record({ pairs: pairs.map(all => new Set(all)), cost: fc.integer({ min: 1, max: 9 }) }),
    )
    fc.assert(
      fc.property(candidates, all => {
        const kept = thinned(all)
        const seen = new Set<string>()
        for (const { pairs: of } of kept) {
          expect([...of].some(pair => !seen.has(pair))).toBe(true)
          for (const pair of of) seen.add(pair)
        }
        expect(seen).toEqual(new Set(all.flatMap(({ pairs: of }) => [...of])))
      }),
    )
  })
})

describe('the open part of a history', () => {
  it('is without the decisions that closed it', async () => {
    const { events } = await bookingRun()
    const part = openPartOf(events)
    expect([events.length - part.length, part.at(-1)!.eventType]).toEqual([2, 'DecisionTaskStarted'])
    expect(openPartOf(part)).toBe(part)
    expect(openPartOf([])).toEqual([])
  })
})

describe('neighboring events', () => {
  it('are described by operation, type and cause, without decision tasks, times and payloads', async () => {
    const { events } = await bookingRun()
    expect([...neighborsOf(events)].slice(0, 5)).toEqual([
      '\nWorkflowExecutionStarted  BookingWorkflow 1.0  ',
      'WorkflowExecutionStarted  BookingWorkflow 1.0  \nActivityTaskScheduled 1.1.1 selectItinerary 1.0  ',
      'ActivityTaskScheduled 1.1.1 selectItinerary 1.0  \nActivityTaskStarted 1.1.1 selectItinerary 1.0  ',
      'ActivityTaskStarted 1.1.1 selectItinerary 1.0  \nActivityTaskCompleted 1.1.1 selectItinerary 1.0  ',
      'ActivityTaskCompleted 1.1.1 selectItinerary 1.0  \nActivityTaskScheduled 1.1.2 takePersonalDetails 1.0  ',
    ])
  })
})
