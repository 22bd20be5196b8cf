import { inspect } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createEventLog } from '@reyield/inspect'

/** The length at which a payload is cut. */
const longest = 100

/** A history, one line an event: id, time, what happened, and its payload. */
export function historyLines(events: readonly HistoryEvent[]): string[] {
  const log = createEventLog({ payload: valueText })
  return events.flatMap(event => {
    const line = log.line(event)
    if (line === undefined) return []
    const time = line.at.toISOString().slice(11, 23)
    return [`${String(line.eventId).padStart(4)}  ${time}  ${line.text}  ${line.payload ?? ''}`.trimEnd()]
  })
}

function valueText(payload: string): string {
  const text = payload.startsWith('{"json"')
    ? inspect(superjson.deserialize(payload), { breakLength: Infinity })
    : payload
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
