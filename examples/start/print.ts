import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

/** The attributes that tell people something; the rest are links between events, and timeouts. */
const telling = [
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

/** Characters of a value that are shown. */
const longest = 100

/** What matters of an event, in short. */
export function whatMatters(event: HistoryEvent): string {
  const attributes = attributesOf(event) ?? {}
  return telling
    .filter(name => attributes[name] !== undefined)
    .map(name => `${name}=${inShort(attributes[name])}`)
    .join(' ')
}

/** The history as a table: id, time, type, what matters. */
export function historyTable(events: readonly HistoryEvent[]): string {
  return events
    .map(event => {
      const time = event.eventTimestamp!.toISOString().slice(11, 23)
      return `${String(event.eventId).padStart(4)}  ${time}  ${event.eventType!.padEnd(26)} ${whatMatters(event)}`.trimEnd()
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
