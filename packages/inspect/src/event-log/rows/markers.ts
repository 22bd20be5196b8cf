import { markerOf, type MarkerMeaning } from '../../history/engine-ids.ts'
import { line, type Row } from '../row.ts'

/** Events of markers, by the names that docs/internals/formats.md lists. */
export const markerRows: Readonly<Record<string, Row>> = {
  MarkerRecorded: ({ markerName, details }) =>
    line('decision', `record ${nameOf(markerName ?? '', details)}`, details),
  RecordMarkerFailed: ({ markerName, cause }) =>
    line('failure', `record ${nameOf(markerName ?? '', undefined)}: refused, ${cause}`),
}

const texts: { readonly [Meaning in MarkerMeaning]: (of: string) => string } = {
  sideEffect: of => `side effect (${of})`,
  patch: of => `patch '${of}'`,
  unreadable: of => `that event ${of} can't be read`,
  lookedAhead: of => `that signals were drained up to event ${of}`,
  refusedValue: of => `that operation ${of} was refused`,
  overBudget: of => `that operation ${of} exceeds the history budget`,
}

function nameOf(name: string, details: string | undefined): string {
  const marker = markerOf(name, details !== undefined)
  return marker === undefined ? `marker '${name}'` : texts[marker.meaning](marker.of)
}
