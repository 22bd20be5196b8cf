import type { PayloadCoder } from '@reyield/data/internal'
import type { RecordedRun } from '../code/replayer.ts'
import { decodedEvents } from '../live/decoded-events.ts'
import { loadHistories, type LoadedHistory } from './load-history.ts'

/** What the payloads of an execution are decoded with. The id is undefined if a file of a history doesn't say it. */
export type CoderOf = (workflowId: string | undefined) => PayloadCoder

/** A history as it's in a file (docs/internals/formats.md). */
export interface StoredHistory extends LoadedHistory {
  /** Whether an exploration has recorded it. Then no pipeline has encoded its payloads. */
  readonly isRecorded: boolean
  /** Whether `reyield fetch --redact` has replaced its texts. */
  readonly isRedacted: boolean
}

/**
 * The histories of a file's text: one, or a list.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 */
export function storedHistories(text: string): StoredHistory[] {
  const parsed = parsedText(text)
  return (Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]).map(value => {
    const [history] = loadHistories([value])
    const { recorded, redacted } = value as { readonly recorded?: unknown; readonly redacted?: unknown }
    return { ...history!, isRecorded: recorded === true, isRedacted: redacted === true }
  })
}

/** What isn't JSON is reported by `loadHistories`. */
function parsedText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return loadHistories(text)
  }
}

/** The history with payloads that the pipeline has decoded. */
export async function decodedHistoryOf(
  { execution, events, isRecorded }: Omit<StoredHistory, 'isRedacted'>,
  coder: CoderOf,
): Promise<RecordedRun> {
  return {
    execution,
    events: isRecorded ? events : await decodedEvents(events, coder(execution?.workflowId)),
  }
}
