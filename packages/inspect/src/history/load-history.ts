import { types } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { InvalidHistoryError } from '@reyield/replay'

/** A recorded history, ready to be replayed. */
export interface LoadedHistory {
  /** Absent if the execution is unknown. */
  readonly execution?: { readonly workflowId: string; readonly runId: string }
  readonly events: HistoryEvent[]
}

/**
 * Reads a recorded history: the JSON of `aws swf get-workflow-execution-history` (times as epoch seconds or ISO dates,
 * in either order), or an export `{ execution, events }` of `swf-local export`, also as a list of one. Takes the text
 * or the parsed value. SWF's JSON doesn't contain the ids of the execution. Pass `execution` if they matter
 * (RUN_ID_MISSING).
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 * @example
 * ```ts
 * const recorded = loadHistory(await readFile('order.json', 'utf8'))
 * await replayAll(order, recorded)
 * ```
 */
export function loadHistory(json: unknown, execution?: LoadedHistory['execution']): LoadedHistory {
  const { values, own } = read(json)
  if (values.length === 1) return loaded(values[0], own, execution)
  const whose = values.map(value => readExecution(isObject(value) ? value.execution : undefined))
  throw new InvalidHistoryError(
    undefined,
    values.length === 0
      ? 'the list of histories is empty'
      : `the file has ${values.length} histories (${whose.map(one => one?.workflowId ?? 'without ids').join(', ')}): use loadHistories`,
  )
}

/**
 * Reads all histories of a file: one, as `loadHistory` does, or a list of them, as `swf-local export` and
 * `exportHistories` write it.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 * @example
 * ```ts
 * for (const recorded of loadHistories(await readFile('orders.json', 'utf8'))) await replayAll(order, recorded)
 * ```
 */
export function loadHistories(json: unknown): LoadedHistory[] {
  const { values, own } = read(json)
  return values.map(value => loaded(value, own, undefined))
}

/** `own`: the parsed value isn't shared, so it needn't be copied. */
function read(json: unknown): { readonly values: readonly unknown[]; readonly own: boolean } {
  const own = typeof json === 'string'
  const value = own ? parse(json) : json
  return { values: Array.isArray(value) ? value : [value], own }
}

function loaded(value: unknown, own: boolean, execution: LoadedHistory['execution']): LoadedHistory {
  if (!isObject(value) || !Array.isArray(value.events)) {
    throw new InvalidHistoryError(
      undefined,
      'expected { "events": […] }, as GetWorkflowExecutionHistory returns, or a list of such histories',
    )
  }
  if (typeof value.nextPageToken === 'string') {
    throw new InvalidHistoryError(
      undefined,
      'it is only the first page (it has a nextPageToken): fetch all pages',
    )
  }
  const events = value.events.map((event: unknown) => readEvent(event, own))
  if (!areInOrder(events)) events.sort((a, b) => a.eventId! - b.eventId!)
  for (let index = 0; index < events.length; index++) {
    const { eventId } = events[index]!
    if (eventId !== index + 1) throw new InvalidHistoryError(eventId, `event ${index + 1} is missing`)
  }
  const ids = execution ?? readExecution(value.execution)
  return ids === undefined ? { events } : { execution: ids, events }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidHistoryError(undefined, `it isn't valid JSON${whereIn(error as Error)}`)
  }
}

/** Where JSON is wrong. The rest of V8's message may quote the text, which has payloads. */
function whereIn({ message }: Error): string {
  if (message.includes('end of JSON')) return ': it ends too early'
  const [position] = /position \d+/.exec(message) ?? []
  return position === undefined ? '' : `, at ${position}`
}

function areInOrder(events: readonly HistoryEvent[]): boolean {
  for (let index = 1; index < events.length; index++) {
    if (events[index]!.eventId! < events[index - 1]!.eventId!) return false
  }
  return true
}

function readEvent(value: unknown, own: boolean): HistoryEvent {
  if (!isObject(value) || typeof value.eventId !== 'number' || typeof value.eventType !== 'string') {
    throw new InvalidHistoryError(undefined, 'one of its events has no eventId or no eventType')
  }
  const eventTimestamp = readTime(value.eventTimestamp, value.eventId)
  if (!own) return { ...value, eventTimestamp } as HistoryEvent
  value.eventTimestamp = eventTimestamp
  return value as unknown as HistoryEvent
}

function readTime(value: unknown, eventId: number): Date {
  const time =
    typeof value === 'number'
      ? new Date(Math.round(value * 1000))
      : typeof value === 'string' || types.isDate(value)
        ? new Date(typeof value === 'string' ? (isoMilliseconds(value) ?? value) : value)
        : undefined
  if (time !== undefined && !Number.isNaN(time.getTime())) return time
  throw new InvalidHistoryError(
    eventId,
    "its eventTimestamp isn't a time: expected epoch seconds or an ISO date",
  )
}

/** `2026-01-01T00:00:00.000Z`, which JSON.stringify writes, read by hand: a quarter of the time that Date takes. */
function isoMilliseconds(text: string): number | undefined {
  if (text.length !== 24 || text.charCodeAt(23) !== 90 || text.charCodeAt(10) !== 84) return undefined
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  const milliseconds = two(text, 20) * 10 + text.charCodeAt(22) - 48
  const isTime = month <= 12 && day <= 31 && hour < 24 && minute < 60 && second < 60 && milliseconds < 1000
  return isTime && year < 10_000
    ? Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
    : undefined
}

const two = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528

function readExecution(value: unknown): LoadedHistory['execution'] {
  if (isObject(value) && typeof value.workflowId === 'string' && typeof value.runId === 'string') {
    return { workflowId: value.workflowId, runId: value.runId }
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
