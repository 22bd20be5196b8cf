import type { HistoryEvent } from '@aws-sdk/client-swf'

/** What matters of an event: its attributes without the links between events, in short. */
export function whatMatters(event: HistoryEvent): string {
  const type = event.eventType!
  const member = `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes`
  const attributes = (event as unknown as Record<string, Record<string, unknown> | undefined>)[member] ?? {}
  return Object.entries(attributes)
    .filter(([name, value]) => !/EventId$/.test(name) && value !== 'NONE' && value !== undefined)
    .map(([name, value]) => `${name}=${inShort(value)}`)
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
  if (typeof value === 'string') return value
  if (value !== null && typeof value === 'object') {
    const { name, version } = value as { name?: string; version?: string }
    if (name !== undefined) return version === undefined ? name : `${name}/${version}`
  }
  return JSON.stringify(value)
}
