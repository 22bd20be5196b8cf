import type { DecisionHandler } from './decision.ts'

/** Marker names don't need to be unique. */
export const recordMarker: DecisionHandler<'RecordMarker'> = ({ markerName, details }, batch) => {
  batch.record('MarkerRecorded', { markerName, details })
  return undefined
}
