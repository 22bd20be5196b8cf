import type { DecisionHandler } from './decision.ts'

/** Names may repeat. */
export const recordMarker: DecisionHandler<'RecordMarker'> = ({ markerName, details }, batch) => {
  batch.record('MarkerRecorded', { markerName, details })
}
