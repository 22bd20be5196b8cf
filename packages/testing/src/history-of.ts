import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { InvalidHistoryError } from '@reyield/replay'
import type { Serializer } from '@reyield/workflow'
import { History } from './history/history.ts'
import type { HistorySource } from './history-source.ts'

/** A history of whatever form, or something that has one: a run, a story of an exploration. */
export type HasHistory = HistorySource | { readonly history: HistorySource }

/** The parts of a history, and how its payloads are written, as far as it's known. */
export interface ReadHistory {
  readonly events: readonly HistoryEvent[]
  readonly execution: { readonly workflowId: string; readonly runId: string } | undefined
  readonly serializer: Serializer
}

/**
 * Reads a history of whatever form.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID) for what is none
 */
export function historyOf(told: HasHistory): ReadHistory {
  const history = isObject(told) && 'history' in told ? told.history : told
  const events: unknown = Array.isArray(history)
    ? history
    : isObject(history) && 'events' in history
      ? history.events
      : undefined
  if (!Array.isArray(events)) throw new InvalidHistoryError(undefined, problem(told))
  return {
    events: events as HistoryEvent[],
    execution: 'execution' in history ? history.execution : undefined,
    serializer: history instanceof History ? history.serializer : superjson,
  }
}

/** Says what was given instead. */
function problem(told: unknown): string {
  const expected = 'expected a fake history, a loaded one, its events, or a run'
  return typeof (told as { then?: unknown } | undefined)?.then === 'function'
    ? `${expected}, and got a promise: did you forget await?`
    : `${expected}, and got ${told === null ? 'null' : typeof told}`
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
