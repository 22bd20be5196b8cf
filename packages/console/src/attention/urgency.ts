import type { Problem } from '@reyield/inspect'
import type { AttentionRow } from '../api/index.ts'

/** What stops an execution, what ends it, what delays it: the order in which problems of one execution are found. */
const order: Readonly<Record<Problem['kind'], number>> = {
  held: 0,
  decisionTaskTimeouts: 1,
  decisionTaskNotStarted: 2,
  nearTimeout: 3,
  historyBudget: 4,
  activityNotStarted: 5,
  decisionsRefused: 6,
  retrying: 7,
  unreadSignals: 8,
}

/** Sorts executions by their most urgent problem, and those with the same by its age, the oldest first. */
export function byUrgency(a: AttentionRow, b: AttentionRow): number {
  const [one, other] = [a.problems[0]!, b.problems[0]!]
  return (
    order[one.kind] - order[other.kind] || timeOf(a) - timeOf(b) || a.workflowId.localeCompare(b.workflowId)
  )
}

/** Its times are dates until they are written as JSON. */
const timeOf = ({ problems, started }: AttentionRow) => new Date(problems[0]?.since?.at ?? started).getTime()
