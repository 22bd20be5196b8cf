import { line, type Row } from '../row.ts'

/** Events of markers, by the names that docs/internals/formats.md lists. */
export const markerRows: Readonly<Record<string, Row>> = {
  MarkerRecorded: ({ markerName, details }) =>
    line('decision', `record ${nameOf(markerName ?? '')}`, details),
  RecordMarkerFailed: ({ markerName, cause }) =>
    line('failure', `record ${nameOf(markerName ?? '')}: refused, ${cause}`),
}

function nameOf(marker: string): string {
  const [, kind, rest] = /^([spudrb])(.+)$/.exec(marker) ?? []
  if (kind === 's' && /^(?:\d|0x)/.test(rest!)) return `side effect (${rest})`
  if (kind === 'p') return `patch '${rest}'`
  if (kind === 'u' && /^\d/.test(rest!)) return `that event ${rest} can't be read`
  if (kind === 'd' && /^\d/.test(rest!)) return `that signals were drained up to event ${rest}`
  if (kind === 'r' && /^[\d~]/.test(rest!)) return `that operation ${rest} was refused`
  if (kind === 'b' && /^\d/.test(rest!)) return `that operation ${rest} exceeds the history budget`
  return `marker '${marker}'`
}
