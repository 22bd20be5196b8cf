import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { InvalidHistoryError } from '@reyield/replay'
import type { Serializer } from '@reyield/workflow'
import type { RecordedRun } from '../code/replayer.ts'

/** A history to read or to replay: a loaded one, a fake one, or its events alone. */
export type HistorySource =
  | readonly HistoryEvent[]
  | (RecordedRun & {
      /** Reads its payloads. Default superjson. */
      readonly serializer?: Serializer | undefined
    })

/** A history, or something that has one: a run, or the view of a scenario. */
export type HasHistory = HistorySource | { readonly history: HistorySource }

/** The parts of a history. */
export interface ReadHistory extends RecordedRun {
  readonly serializer: Serializer
  /** The task list of the execution. Undefined if the first event isn't there. */
  readonly taskList: string | undefined
}

/**
 * Reads a history in any form.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID) for a value that isn't a history; what the `events` of a fake history throw
 */
export function historyOf(source: HasHistory): ReadHistory {
  const history = isObject(source) && 'history' in source ? source.history : source
  const parts: RecordedRun & { readonly serializer?: Serializer | undefined } = isList(history)
    ? { events: history }
    : history
  const events: unknown = hasEvents(parts) ? parts.events : undefined
  if (!Array.isArray(events)) throw new InvalidHistoryError(undefined, problem(source))
  const recorded = events as readonly HistoryEvent[]
  return {
    events: recorded,
    execution: parts.execution,
    serializer: parts.serializer ?? superjson,
    taskList: recorded[0]?.workflowExecutionStartedEventAttributes?.taskList?.name,
  }
}

/** Whether a value has the events of a history. */
export const hasEvents = (value: unknown): value is { readonly events: unknown } =>
  isObject(value) && 'events' in value

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isList = (value: HistorySource): value is readonly HistoryEvent[] => Array.isArray(value)

/** Describes what was passed instead of a history. */
function problem(source: unknown): string {
  const expected = 'expected a fake history, a loaded one, its events, or a run'
  return typeof (source as { then?: unknown } | undefined)?.then === 'function'
    ? `${expected}, but got a promise. Did you forget await?`
    : `${expected}, but got ${source === null ? 'null' : typeof source}`
}
