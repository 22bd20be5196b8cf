import type { DecisionHandler } from './decision.ts'

export const recordMarker: DecisionHandler<'RecordMarker'> = ({ markerName, details }, batch) => {
  batch.record('MarkerRecorded', { markerName, details })
}
