import type { Waiting } from '@reyield/replay'
import type { DecisionView } from '../decision-view.ts'
import { History } from '../history/history.ts'
import { decisionsInLines } from '../lines/decided-lines.ts'
import type { CloseStatus } from '../simulator/execution.ts'

/** What the matchers accept: the result of `decide`, or a run. */
export interface Subject {
  readonly decisions: readonly DecisionView[]
  readonly waiting: readonly Waiting[]
  /** Of a run. */
  readonly closeStatus?: CloseStatus | undefined
  readonly next?: unknown
}

/** Whether a value is a subject. Reads only members that it surely has. */
export const isSubject = (value: unknown): value is Subject =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof History) &&
  'decisions' in value &&
  Array.isArray(value.decisions) &&
  'waiting' in value &&
  Array.isArray(value.waiting)

/**
 * The value as something that matchers can look at.
 *
 * @throws TypeError, with `not` too: what is no subject neither does something nor doesn't
 */
export function subjectOf(value: unknown, matcher: string): Subject {
  if (isSubject(value)) return value
  throw new TypeError(
    `${matcher} looks at what \`await decide(workflow, history)\` or \`await run(workflow, input)\` gives; it got ${described(value)}`,
  )
}

function described(value: unknown): string {
  if (value instanceof History) return 'a history: what does the workflow decide on it? Give it to decide(…)'
  if (typeof (value as { then?: unknown } | null | undefined)?.then === 'function') {
    return 'a promise: did you forget await?'
  }
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? 'a list: give the whole of it, not its decisions' : `${typeof value}`
}

/** What was decided, for messages. */
export function decidedText(subject: Subject): string {
  const lines = decisionsInLines(subject)
  return lines.length === 0
    ? 'it decided nothing'
    : `it decided\n${lines.map(line => `  ${line}`).join('\n')}`
}
