import type { HistoryEvent } from '@aws-sdk/client-swf'
import { UnreadablePayloadError } from '@reyield/data'
import { markUnreadable, whyUnreadable } from '@reyield/data/internal'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReceivedRuns, SentRuns } from './sent-runs.ts'

const eventsOf = (run: number): HistoryEvent[] =>
  Array.from({ length: 30 }, (_, index) => ({ eventId: index + 1, run }) as unknown as HistoryEvent)

it('the other process has each run whole, whatever was sent before, and gets only what is new', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 30 }), fc.boolean())), steps => {
      const runs = Array.from({ length: 7 }, (_, run) => eventsOf(run))
      const [sent, received] = [new SentRuns(), new ReceivedRuns()]
      for (const [run, count, isLost] of steps) {
        if (isLost) sent.lost()
        const events = runs[run]!.slice(0, count)
        const part = structuredClone(sent.next({ execution: undefined, events }))
        expect(part.from + part.events.length).toBe(count)
        expect(received.whole(part).events).toEqual(events)
      }
    }),
  ))

it('a run that goes on is sent in parts, and its events are the same objects there', () => {
  const [sent, received] = [new SentRuns(), new ReceivedRuns()]
  const events = eventsOf(0)
  const whole = (count: number) => {
    const part = sent.next({ events: events.slice(0, count) })
    return [part.events.length, received.whole(structuredClone(part)).events] as const
  }
  const [first, before] = whole(10)
  const [second, after] = whole(12)
  const [third] = whole(12)
  expect([first, second, third, before[9] === after[9]]).toEqual([10, 2, 0, true])
})

it('tells of signals that cannot be read', () => {
  const events = eventsOf(0)
  markUnreadable(events[3]!, new UnreadablePayloadError('none', '', 'It is damaged'))
  const part = structuredClone(new SentRuns().next({ events }))
  const found = new ReceivedRuns().whole(part).events.map(event => whyUnreadable(event)?.message)
  expect(found.filter(message => message !== undefined)).toEqual([whyUnreadable(events[3]!)!.message])
})
