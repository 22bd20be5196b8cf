import type { Problem } from '../problem.ts'
import { decisionTaskNotStarted, decisionTaskTimeouts } from './decision-tasks.ts'
import { held } from './held.ts'
import { historyBudget, unreadSignals } from './history.ts'
import type { Finder, Seen } from './seen.ts'
import { activityNotStarted, decisionsRefused, nearTimeout, retrying } from './steps.ts'

/** Most urgent first: what stops the execution, what ends it, what delays it. */
const finders: { readonly [Kind in Problem['kind']]: Finder } = {
  held,
  decisionTaskTimeouts,
  decisionTaskNotStarted,
  nearTimeout,
  historyBudget,
  activityNotStarted,
  decisionsRefused,
  retrying,
  unreadSignals,
}

/** The problems of an open execution, most urgent first; those of one kind by their age. A closed one has none. */
export function findProblems(seen: Seen): Problem[] {
  if (seen.reading.close !== undefined) return []
  return Object.values(finders).flatMap(find =>
    find(seen).toSorted((a, b) => (a.since?.eventId ?? 0) - (b.since?.eventId ?? 0)),
  )
}
