import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { InvalidHistoryError } from '@reyield/replay'
import type { Serializer } from '@reyield/workflow'
import { History } from './history/history.ts'
import type { HistorySource } from './history-source.ts'

/** A history in any form, or something with a history: a run, or the view of a scenario. */
export type HasHistory = HistorySource | { readonly history: HistorySource }

/** The parts of a history, and the serializer of its payloads, if known. */
export interface ReadHistory {
  readonly events: readonly HistoryEvent[]
  readonly execution: { readonly workflowId: string; readonly runId: string } | undefined
  readonly serializer: Serializer
}

/**
 * Reads a history in any form.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID) for a value that isn't a history
 */
export function historyOf(source: HasHistory): ReadHistory {
  const history = isObject(source) && 'history' in source ? source.history : source
  const events: unknown = Array.isArray(history)
    ? history
    : isObject(history) && 'events' in history
      ? history.events
      : undefined
  if (!Array.isArray(events)) throw new InvalidHistoryError(undefined, problem(source))
  return {
    events: events as HistoryEvent[],
    execution: 'execution' in history ? history.execution : undefined,
    serializer: history instanceof History ? history.serializer : superjson,
  }
}

/** Describes what was given instead of a history. */
function problem(source: unknown): string {
  const expected = 'expected a fake history, a loaded one, its events, or a run'
  return typeof (source as { then?: unknown } | undefined)?.then === 'function'
    ? `${expected}, but got a promise. Did you forget await?`
    : `${expected}, but got ${source === null ? 'null' : typeof source}`
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
