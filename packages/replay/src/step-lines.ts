import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Engine } from './engine.ts'
import type { StepLines } from './program/trace.ts'

/** Notes which lines of the program asked for what an event of a batch records (P5). */
export function noteLines(event: HistoryEvent, { trace, ledger }: Engine): void {
  const eventId = event.eventId!
  const entry = ledger.recordedBy(eventId)
  if (entry !== undefined) return trace?.recorded(eventId, entry.id, (entry.retries ?? entry).place)
  const name = event.markerRecordedEventAttributes?.markerName
  if (name === undefined) return
  trace?.recorded(eventId, name, placesOf[name[0]!] === 'name' ? name : name.slice(1))
}

/** How the name of a marker says where it was asked for: by itself, or by the place after its first letter. */
const placesOf: Readonly<Record<string, 'name'>> = { p: 'name' }

/** The lines of what isn't recorded yet: operations that are wanted, and side effects that wait. */
export const linesOfUnrecorded = ({ trace, ledger, markers }: Engine): StepLines[] =>
  [
    ...[...ledger.wanted.values()].map(({ id, place, retries }) => ({ id, place: retries?.place ?? place })),
    ...markers.awaited().map(id => ({ id, place: id.slice(1) })),
  ].map(({ id, place }) => ({ id, lines: trace?.linesAtPlace(place) ?? [] }))
