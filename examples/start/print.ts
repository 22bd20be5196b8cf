import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

/** The attributes that are shown. The others are links between events, and timeouts. */
const shownAttributes = [
  'workflowType',
  'activityType',
  'activityId',
  'timerId',
  'startToFireTimeout',
  'taskList',
  'signalName',
  'input',
  'result',
  'cause',
  'timeoutType',
  'reason',
  'identity',
]

/** The length at which a value is cut. */
const longest = 100

/** The attributes of an event in one line. */
export function attributesInShort(event: HistoryEvent): string {
  const attributes = attributesOf(event) ?? {}
  return shownAttributes
    .filter(name => attributes[name] !== undefined)
    .map(name => `${name}=${inShort(attributes[name])}`)
    .join(' ')
}

/** The history as a table: id, time, type, attributes. */
export function historyTable(events: readonly HistoryEvent[]): string {
  return events
    .map(event => {
      const time = event.eventTimestamp!.toISOString().slice(11, 23)
      return `${String(event.eventId).padStart(4)}  ${time}  ${event.eventType!.padEnd(26)} ${attributesInShort(event)}`.trimEnd()
    })
    .join('\n')
}

function inShort(value: unknown): string {
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest - 1)}…` : value
  if (value !== null && typeof value === 'object') {
    const { name, version } = value as { name?: string; version?: string }
    if (name !== undefined) return version === undefined ? name : `${name}/${version}`
  }
  return JSON.stringify(value)
}
