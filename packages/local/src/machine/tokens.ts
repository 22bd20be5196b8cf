import { invalidToken } from '../model/swf-errors.ts'

/**
 * Task and page tokens describe themselves, so they hold over a restart: base64 of the twelve bytes that the service's
 * own task tokens begin with, then the fields in UTF-16 (which keeps any name whole) each ended by '|'. Only the last field may
 * contain one: the workflow id of a child. The longest possible stays under the 1,024 characters of a task token.
 */
const head = Buffer.from([0, 0, 0, 42, 0, 0, 0, 1, 0, 0, 0, 0])

export function packToken(fields: readonly (string | number)[]): string {
  return Buffer.concat([head, Buffer.from(`${fields.join('|')}|`, 'utf16le')]).toString('base64')
}

/** The fields of a token that `packToken` made with `kind` first and `count` in all; otherwise ValidationException. */
export function unpackToken(token: string, kind: string, count: number): string[] {
  const bytes = Buffer.from(token, 'base64')
  if (!bytes.subarray(0, head.length).equals(head) || bytes.toString('base64') !== token) throw invalidToken()
  const parts = bytes.subarray(head.length).toString('utf16le').split('|')
  // A token that was cut short lacks the bar at its end.
  if (parts.pop() !== '' || parts[0] !== kind || parts.length < count) throw invalidToken()
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join('|')]
}

/** The number in a token's field. */
export function numberField(field: string | undefined): number {
  if (field === undefined || !/^\d{1,16}$/.test(field)) throw invalidToken()
  return Number(field)
}

/** A started task, as its token tells it. */
export interface TaskId {
  readonly runId: string
  readonly workflowId: string
  readonly scheduledEventId: number
  readonly startedEventId: number
}

export type TaskKind = 'decision' | 'activity'

export const taskToken = (kind: TaskKind, task: TaskId) =>
  packToken([kind, task.runId, task.scheduledEventId, task.startedEventId, task.workflowId])

export function readTaskToken(kind: TaskKind, token: string): TaskId {
  const [, runId = '', scheduled, started, workflowId = ''] = unpackToken(token, kind, 5)
  return { runId, workflowId, scheduledEventId: numberField(scheduled), startedEventId: numberField(started) }
}
