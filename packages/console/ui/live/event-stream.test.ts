import { expect, test } from 'vitest'
import { createEventParser, type StreamedEvent } from './event-stream.ts'

const parsed = (...pieces: string[]) => {
  const events: StreamedEvent[] = []
  const parse = createEventParser(event => events.push(event))
  for (const piece of pieces) parse(piece)
  return events
}

test('parses events however their text is cut', () => {
  const text = ': hello\n\nid: 7\nevent: clock\ndata: {"now":\ndata: 1}\n\ndata:x\r\n\r\n'
  const events = [
    { id: '7', name: 'clock', data: '{"now":\n1}' },
    { id: '7', name: 'message', data: 'x' },
  ]
  expect(parsed(text)).toEqual(events)
  expect(parsed(...text)).toEqual(events)
})

test('an event that is not finished is not reported', () => {
  expect(parsed('event: clock\ndata: 1\n')).toEqual([])
})
