import type { Problem } from '@reyield/inspect'
import type { AttentionRow } from '../../src/api/index.ts'

/** A kind of problem. */
export type ProblemKind = Problem['kind']

/** How a kind is called and how urgent it is, the most urgent first: `bad` if the execution makes no progress or soon ends. */
export const problemKinds: Readonly<
  Record<ProblemKind, { readonly text: string; readonly tone: 'bad' | 'warn' }>
> = {
  held: { text: 'Held', tone: 'bad' },
  decisionTaskTimeouts: { text: 'Decider fails', tone: 'bad' },
  decisionTaskNotStarted: { text: 'No decider', tone: 'bad' },
  nearTimeout: { text: 'Near its timeout', tone: 'bad' },
  historyBudget: { text: 'Long history', tone: 'warn' },
  activityNotStarted: { text: 'No worker', tone: 'bad' },
  decisionsRefused: { text: 'Refused by SWF', tone: 'warn' },
  retrying: { text: 'Retrying', tone: 'warn' },
  unreadSignals: { text: 'Unread signals', tone: 'warn' },
}

/** The name of a kind, also of one that this page doesn't know yet. */
export const problemText = (kind: string) =>
  (problemKinds as Record<string, { text: string }>)[kind]?.text ?? kind

/** The color of a kind. */
export const problemTone = (kind: string) =>
  (problemKinds as Record<string, { tone: 'bad' | 'warn' }>)[kind]?.tone ?? 'warn'

/** How many executions have each kind as their most urgent problem, in the order of `problemKinds`. */
export function countKinds(
  rows: readonly AttentionRow[],
): readonly { readonly kind: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { problems } of rows) {
    const kind = problems[0]?.kind
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const kinds = [...new Set([...Object.keys(problemKinds), ...counts.keys()])] // those that the page doesn't know come last
  return kinds.flatMap(kind => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, count }]
  })
}
