import { invalidToken } from '../model/swf-errors.ts'

/**
 * Task and page tokens contain all their data, so they stay valid after a restart. A token is the base64 encoding of the twelve
 * bytes with which Amazon SWF's own task tokens begin, and then the fields in UTF-16 (which preserves any name), each followed by
 * '|'. Only the last field, the workflow id of a child, may contain '|'. The longest possible token is shorter than SWF's limit
 * of 1,024 characters. Since twelve bytes are sixteen characters of base64 without padding, the fields are encoded apart.
 */
const head = Buffer.from([0, 0, 0, 42, 0, 0, 0, 1, 0, 0, 0, 0]).toString('base64')

export function packToken(fields: readonly (string | number)[]): string {
  return head + Buffer.from(`${fields.join('|')}|`, 'utf16le').toString('base64')
}

/**
 * Returns the fields of a token, which must be `count` fields of which the first one is `kind`. Otherwise throws
 * ValidationException.
 */
export function unpackToken(token: string, kind: string, count: number): string[] {
  const rest = token.slice(head.length)
  const bytes = Buffer.from(rest, 'base64')
  if (!token.startsWith(head) || bytes.toString('base64') !== rest || bytes.length % 2 > 0)
    throw invalidToken()
  const parts = bytes.toString('utf16le').split('|')
  // a truncated token doesn't end with the separator
  if (parts.pop() !== '' || parts[0] !== kind || parts.length < count) throw invalidToken()
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join('|')]
}

/** Parses a number in a field of a token. */
export function numberField(field: string | undefined): number {
  if (field === undefined || !/^\d{1,16}$/.test(field)) throw invalidToken()
  return Number(field)
}

/**
 * A started task, as its token identifies it. `scheduledEventId` and `startedEventId` are the ids of its events in the history of the
 * execution.
 */
export interface TaskId {
  readonly runId: string
  readonly workflowId: string
  readonly scheduledEventId: number
  readonly startedEventId: number
}

/** The kinds of tasks that SWF hands out. */
export type TaskKind = 'decision' | 'activity'

/**
 * The token of a started task. It's the one that the poll returned, because a token contains all its data.
 *
 * @example
 * ```ts
 * const token = taskToken('activity', { workflowId: 'order-7', runId, scheduledEventId: 5, startedEventId: 6 })
 * ```
 */
export const taskToken = (kind: TaskKind, task: TaskId) =>
  packToken([kind, task.runId, task.scheduledEventId, task.startedEventId, task.workflowId])

export function readTaskToken(kind: TaskKind, token: string): TaskId {
  const [, runId = '', scheduled, started, workflowId = ''] = unpackToken(token, kind, 5)
  return { runId, workflowId, scheduledEventId: numberField(scheduled), startedEventId: numberField(started) }
}
