import type { HistoryEvent } from '@aws-sdk/client-swf'
import { InvalidHistoryError } from '@reyield/replay'

/** A recorded history, ready to be replayed. */
export interface LoadedHistory {
  /** Absent if nobody has said whose history it is. */
  readonly execution?: { readonly workflowId: string; readonly runId: string }
  readonly events: HistoryEvent[]
}

/**
 * Reads a recorded history: the JSON of `aws swf get-workflow-execution-history` (times as epoch seconds or ISO dates,
 * either order), or our own export `{ execution, events }`. Takes the text or the parsed value. SWF's JSON doesn't say
 * whose history it is: give `execution` where it matters (RUN_ID_NEEDED).
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 * @example
 * ```ts
 * const recorded = loadHistory(await readFile('order.json', 'utf8'))
 * await replayAll(order, recorded)
 * ```
 */
export function loadHistory(json: unknown, execution?: LoadedHistory['execution']): LoadedHistory {
  const value = typeof json === 'string' ? parse(json) : json
  if (!isObject(value) || !Array.isArray(value.events)) {
    throw new InvalidHistoryError(
      undefined,
      'expected { "events": […] }, as GetWorkflowExecutionHistory gives',
    )
  }
  if (typeof value.nextPageToken === 'string') {
    throw new InvalidHistoryError(undefined, 'it is the first page only (nextPageToken): fetch all pages')
  }
  const events = value.events.map(readEvent).sort((a, b) => a.eventId! - b.eventId!)
  for (const [index, { eventId }] of events.entries()) {
    if (eventId === index + 1) continue
    throw new InvalidHistoryError(eventId, `event ${index + 1} is missing`)
  }
  const ids = execution ?? readExecution(value.execution)
  return ids === undefined ? { events } : { execution: ids, events }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidHistoryError(undefined, `it's no JSON: ${(error as Error).message}`)
  }
}

function readEvent(value: unknown): HistoryEvent {
  if (!isObject(value) || typeof value.eventId !== 'number' || typeof value.eventType !== 'string') {
    throw new InvalidHistoryError(undefined, 'an entry of its events has no eventId or no eventType')
  }
  return { ...value, eventTimestamp: readTime(value.eventTimestamp, value.eventId) } as HistoryEvent
}

function readTime(value: unknown, eventId: number): Date {
  const time =
    typeof value === 'number'
      ? new Date(Math.round(value * 1000))
      : typeof value === 'string' || value instanceof Date
        ? new Date(value)
        : undefined
  if (time !== undefined && !Number.isNaN(time.getTime())) return time
  throw new InvalidHistoryError(
    eventId,
    'its eventTimestamp is no time: expected epoch seconds or an ISO date',
  )
}

function readExecution(value: unknown): LoadedHistory['execution'] {
  if (isObject(value) && typeof value.workflowId === 'string' && typeof value.runId === 'string') {
    return { workflowId: value.workflowId, runId: value.runId }
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
