import type { Waiting } from '@reyield/replay'
import { decisionsInLines, type DecisionView } from '@reyield/inspect/internal'
import { History } from '../history/history.ts'
import type { CloseStatus } from '../simulator/execution.ts'

/** What the matchers accept: the result of `decide`, or a run. */
export interface Subject {
  readonly decisions: readonly DecisionView[]
  readonly waiting: readonly Waiting[]
  /** Of a run. */
  readonly closeStatus?: CloseStatus | undefined
  readonly next?: unknown
}

/** Whether a value is a subject. Reads no members of other values than `decisions` and `waiting`. */
export const isSubject = (value: unknown): value is Subject =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof History) &&
  'decisions' in value &&
  Array.isArray(value.decisions) &&
  'waiting' in value &&
  Array.isArray(value.waiting)

/**
 * The value as a subject of matchers.
 *
 * @throws TypeError for a value that isn't a subject, with `not` too
 */
export function subjectOf(value: unknown, matcher: string): Subject {
  if (isSubject(value)) return value
  throw new TypeError(
    `${matcher} expects the result of \`await decide(workflow, history)\` or \`await run(workflow, input)\`, but got ${described(value)}`,
  )
}

function described(value: unknown): string {
  if (value instanceof History) return 'a history. Pass it to decide(…) first'
  if (typeof (value as { then?: unknown } | null | undefined)?.then === 'function') {
    return 'a promise. Did you forget await?'
  }
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? 'a list. Pass the whole result, not its decisions' : `${typeof value}`
}

/** What was decided, for messages. */
export function decidedText(subject: Subject): string {
  const lines = decisionsInLines(subject)
  return lines.length === 0
    ? 'it decided nothing'
    : `it decided\n${lines.map(line => `  ${line}`).join('\n')}`
}
