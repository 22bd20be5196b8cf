import { failureFromWire } from '@reyield/data/internal'

/** What the engine wraps the value of a side effect in (formats.md). */
const begin = '{"reyield":1,'

/** The value of a side effect, or the error that it threw, from the details of its marker. */
export function markerValue(
  details: string | undefined,
  read: (text: string | undefined) => unknown,
): unknown {
  if (details?.startsWith(begin) !== true) return read(details)
  const envelope = JSON.parse(details) as { readonly value?: string }
  return 'value' in envelope ? read(envelope.value) : (failureFromWire({ details }) ?? details)
}
