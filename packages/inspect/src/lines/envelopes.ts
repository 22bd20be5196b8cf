import { failureFromWire } from '@reyield/data/internal'

/** What the engine wraps payloads in (docs/internals/formats.md). */

/** The value of a side effect, or the error that it threw. */
export function markerValue(
  details: string | undefined,
  read: (text: string | undefined) => unknown,
): unknown {
  const envelope = envelopeOf(details)
  if (envelope === undefined) return read(details)
  return 'value' in envelope ? read(envelope.value as string) : (failureFromWire({ details }) ?? details)
}

/** The input of a continue-as-new, without what the run before passes on. */
export function carriedInput(text: string | undefined): {
  readonly input: string | undefined
  readonly signals: readonly { readonly name: string; readonly input?: string }[]
  readonly cancelRequested: boolean
} {
  const envelope = envelopeOf(text)
  if (envelope === undefined || !('input' in envelope)) {
    return { input: text, signals: [], cancelRequested: false }
  }
  const { input, signals = [], cancel = false } = envelope as Carried
  return { input: input ?? undefined, signals, cancelRequested: cancel }
}

interface Carried {
  readonly input: string | null
  readonly signals?: readonly { readonly name: string; readonly input?: string }[]
  readonly cancel?: boolean
}

function envelopeOf(text: string | undefined): object | undefined {
  return text?.startsWith('{"reyield":1,') === true ? (JSON.parse(text) as object) : undefined
}
