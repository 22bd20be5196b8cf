import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { PayloadCoder } from '@reyield/data/internal'
import { loadHistory, type RecordedRun, type ReplayCheck, type Replayer } from '@reyield/inspect'
import type { CoderOf } from '@reyield/inspect/internal'
import { checked } from '../runs/checked.ts'
import type { RunIds } from '../runs/locate.ts'
import { decodedEvents } from '@reyield/inspect/internal'
import { redactionsOf, type DecodedRun, type RedactOptions } from './redact/history.ts'
import { decodedHistory, encodedHistory } from './wire.ts'

/** What is needed to redact a run, and to find out whether it still replays. */
export interface Redactor extends RedactOptions {
  readonly coder: CoderOf
  readonly code: Replayer
}

/** Why a run isn't stored. */
export type LeftOut = 'gone' | 'undecodable' | 'notRedacted' | 'notChecked' | 'changed'

/** A redacted run as it's stored, and why it didn't replay already before. Or why it's left out. */
export type RedactedRun =
  | {
      readonly execution: RunIds
      readonly events: readonly HistoryEvent[]
      readonly fails: ReplayCheck['error']
    }
  | { readonly leftOut: LeftOut }

/** Errors after which it's unknown whether a history replays. */
const unknown = new Set<string | undefined>([
  'DEFINITION_MISSING',
  'REPLAY_HOST_TIMED_OUT',
  'REPLAY_HOST_FAILED',
])

/**
 * Redacts a run. It's stored only if its replay has the same result as that of the original: if both succeed, or both fail with one error
 * at one event, as that of an incident does.
 */
export async function redactedRun(
  execution: RunIds,
  events: readonly HistoryEvent[],
  redactor: Redactor,
): Promise<RedactedRun> {
  const { coder, code } = redactor
  let decoded: DecodedRun
  try {
    decoded = { execution, events: await decodedHistory(events, coder(execution.workflowId)) }
  } catch {
    return { leftOut: 'undecodable' }
  }
  const before = await checked(code, decoded)
  if (unknown.has(before.error?.code)) return { leftOut: 'notChecked' }
  for (const redact of redactionsOf(decoded, redactor)) {
    let redacted
    try {
      redacted = redact()
    } catch {
      return { leftOut: 'notRedacted' }
    }
    const own = coder(redacted.execution.workflowId)
    const stored = { execution: redacted.execution, events: await encodedHistory(redacted.events, own) }
    const after = await checked(code, await asRead(stored, own))
    if (isSame(before, after)) return { ...stored, fails: before.error }
  }
  return { leftOut: 'changed' }
}

/** The run as `reyield replay` reads it from its file. */
async function asRead(stored: RecordedRun, coder: PayloadCoder): Promise<RecordedRun> {
  const { execution, events } = loadHistory(JSON.stringify(stored))
  return { execution, events: await decodedEvents(events, coder) }
}

const isSame = ({ error: before }: ReplayCheck, { error: after }: ReplayCheck): boolean =>
  before === undefined || after === undefined
    ? before === after
    : before.code === after.code && before.eventId === after.eventId
