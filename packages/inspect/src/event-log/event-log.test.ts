import { readFileSync, readdirSync } from 'node:fs'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { failing, loadHistories, run } from '@reyield/testing'
import { activities, patched, race, sideEffect, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createEventLog, type EventLogOptions } from './event-log.ts'
import { millisecondsText } from './milliseconds.ts'

const golden = new URL('../../../replay/test/golden/', import.meta.url)
const model = new URL('../../../local/src/model/generated/shapes.ts', import.meta.url)

const texts = (events: readonly HistoryEvent[], options?: EventLogOptions) => {
  const log = createEventLog(options)
  return events.flatMap(event => {
    const line = log.line(event)
    return line === undefined ? [] : [`${line.eventId} ${line.kind}: ${line.text}${line.payload ?? ''}`]
  })
}

const { charge } = activities<{ charge(order: { id: string }): Promise<string> }>({
  startToClose: '5m',
  retry: { maximumAttempts: 3 },
})
const approved = signal<string>('approved')
const order = workflow(
  { name: 'order', executionStartToClose: '1 day' },
  async function* (of: { id: string }) {
    yield* sideEffect(() => 5)
    yield* patched('fair')
    yield* charge(of)
    yield* race({ approved, late: sleep('2h') })
    return 'done'
  },
)
/** Its history: `charge` fails once, and nobody approves. */
const { history } = await run(
  order,
  { id: '7' },
  { activities: { charge: failing(new RangeError('no'), { times: 1, then: () => 'receipt' }) } },
)
const events = Array.isArray(history) ? history : history.events

describe('the lines of events', () => {
  it('say what was decided, what happened, and after how long', () => {
    expect(texts(events)).toMatchInlineSnapshot(`
      [
        "1 start: order started",
        "4 decider: decided after 0 ms",
        "5 decision: record side effect (1)",
        "6 decision: record patch 'fair'",
        "7 decision: schedule charge (2)",
        "8 event: charge (2) started after 0 ms",
        "9 failure: charge (2) failed after 0 ms: RangeError: no",
        "12 decider: decided after 0 ms",
        "13 decision: attempt 2 of charge (2) in 1.0 s",
        "14 event: wait before attempt 2 of charge (2) is over",
        "17 decider: decided after 0 ms",
        "18 decision: schedule charge (2), attempt 2",
        "19 event: charge (2) started after 0 ms",
        "20 event: charge (2) completed after 0 ms",
        "23 decider: decided after 0 ms",
        "24 decision: start timer (3.2.1) of 2h",
        "25 event: timer (3.2.1) fired after 2h",
        "28 decider: decided after 0 ms",
        "29 close: execution completed",
      ]
    `)
  })

  it('contain payloads only if they are asked for', () => {
    const payload = (text: string) => (text.startsWith('{"reyield"') ? ' an error' : ` ${text}`)
    const plain = texts(events)
    const whole = texts(events, { payload })
    expect(whole.map((line, index) => line.replace(plain[index]!, '')).filter(rest => rest !== '')).toEqual([
      ' {"json":{"id":"7"}}',
      ' {"json":5}',
      ' {"json":{"id":"7"}}',
      ' an error',
      ' {"json":{"id":"7"}}',
      ' {"json":"receipt"}',
      ' {"json":"done"}',
    ])
  })

  it('begin anywhere in a history', () => {
    expect(texts(events.slice(6))).toMatchInlineSnapshot(`
      [
        "7 decision: schedule charge (2)",
        "8 event: charge (2) started after 0 ms",
        "9 failure: charge (2) failed after 0 ms: RangeError: no",
        "12 decider: decided after 0 ms",
        "13 decision: attempt 2 of charge (2) in 1.0 s",
        "14 event: wait before attempt 2 of charge (2) is over",
        "17 decider: decided after 0 ms",
        "18 decision: schedule charge (2), attempt 2",
        "19 event: charge (2) started after 0 ms",
        "20 event: charge (2) completed after 0 ms",
        "23 decider: decided after 0 ms",
        "24 decision: start timer (3.2.1) of 2h",
        "25 event: timer (3.2.1) fired after 2h",
        "28 decider: decided after 0 ms",
        "29 close: execution completed",
      ]
    `)
  })

  it('exist for every type of event, or are folded into a later line', () => {
    const types = /EventType: \{ type: 'string', enum: \[([^\]]+)\]/
      .exec(readFileSync(model, 'utf8'))![1]!
      .split(', ')
      .map(name => name.replaceAll("'", ''))
    const shownByName = types.filter(eventType => {
      const line = createEventLog().line({
        eventId: 9,
        eventType,
        eventTimestamp: new Date(0),
      } as HistoryEvent)
      return line?.text === eventType
    })
    expect([types.length, shownByName]).toEqual([54, []])
  })

  it.each(readdirSync(golden).filter(file => file.endsWith('.json')))(
    'are complete for the recorded histories of %s',
    file => {
      for (const { events } of loadHistories(readFileSync(new URL(file, golden), 'utf8'))) {
        const lines = texts(events)
        expect(lines.filter(line => /undefined|\[object/.test(line))).toEqual([])
        expect(lines.filter(line => / of event \d+/.test(line))).toEqual([])
      }
    },
  )
})

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1449, '1.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [59_500, '1m'],
  [250_000, '4m 10s'],
  [3_600_000, '1h'],
  [3_599_600, '1h'],
  [7_380_000, '2h 3m'],
  [183_600_000, '2d 3h'],
  [-1500, '-1.5 s'],
])('shows %d milliseconds as %s', (milliseconds, text) => {
  expect(millisecondsText(milliseconds)).toBe(text)
})
