import type { Decision } from '@aws-sdk/client-swf'

export function recordMarker(markerName: string, details: string | undefined): Decision {
  return {
    decisionType: 'RecordMarker',
    recordMarkerDecisionAttributes: { markerName, ...(details === undefined ? {} : { details }) },
  }
}
