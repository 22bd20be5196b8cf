import type { MarkerMeaning } from '../step.ts'
import type { Handlers } from './handlers.ts'
import { isPlace } from './place.ts'
import { payload } from './reading.ts'

/** The markers of the engine, by the first letter of their names (formats.md). Other deciders may use such names, too. */
const meanings: Readonly<Record<string, (rest: string, hasDetails: boolean) => MarkerMeaning | undefined>> = {
  s: rest => (isPlace(rest) ? 'sideEffect' : undefined),
  p: (_, hasDetails) => (hasDetails ? undefined : 'patch'),
  r: rest => (isPlace(rest) || /^~(?:result$|continueAsNew\.)/.test(rest) ? 'refusedValue' : undefined),
  u: rest => (/^\d+(?:\.\d+)?$/.test(rest) ? 'unreadable' : undefined),
  d: rest => (/^\d+$/.test(rest) ? 'lookedAhead' : undefined),
  b: rest => (isPlace(rest) ? 'overBudget' : undefined),
}

/** What the engine has recorded with a marker; undefined if it isn't the engine's. */
export const markerMeaning = (name: string, hasDetails: boolean): MarkerMeaning | undefined =>
  meanings[name[0] ?? '']?.(name.slice(1), hasDetails)

/** The id of a marker: the place of its operation, or the id of its patch. */
const idOf = (name: string, meaning: MarkerMeaning | undefined): string =>
  meaning === undefined ? name : name.slice(1)

export const marker = {
  MarkerRecorded({ markerName: name = '', details }, at, reading) {
    const meaning = markerMeaning(name, details !== undefined)
    const step = reading.steps.record({ kind: 'marker', id: idOf(name, meaning), name, marker: meaning }, at)
    const as = meaning === undefined ? 'details' : meaning === 'sideEffect' ? 'marker' : 'text'
    step.result = payload(details, { eventId: at.eventId, member: 'details', as, kind: 'marker', name })
  },
  RecordMarkerFailed: ({ markerName: name = '', cause = 'UNKNOWN' }, at, reading) =>
    reading.steps.refuse({ kind: 'marker', id: name, name }, at, { name: cause }),
} satisfies Partial<Handlers>
