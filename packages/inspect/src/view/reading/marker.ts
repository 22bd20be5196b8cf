import { markerOf } from '../../history/engine-ids.ts'
import type { Handlers } from './handlers.ts'
import { payload } from './reading.ts'

export const marker = {
  MarkerRecorded({ markerName: name = '', details }, at, reading) {
    const { meaning, of = name } = markerOf(name, details !== undefined) ?? {}
    const step = reading.steps.record({ kind: 'marker', id: of, name, marker: meaning }, at)
    const as = meaning === undefined ? 'details' : meaning === 'sideEffect' ? 'marker' : 'text'
    step.result = payload(details, { eventId: at.eventId, member: 'details', as, kind: 'marker', name })
  },
  RecordMarkerFailed: ({ markerName: name = '', cause = 'UNKNOWN' }, at, reading) =>
    reading.steps.refuse({ kind: 'marker', id: name, name }, at, { name: cause }),
} satisfies Partial<Handlers>
