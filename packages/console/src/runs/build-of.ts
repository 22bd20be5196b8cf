import { buildIdOf } from '@reyield/data/internal'
import type { History } from './history.ts'

/** The id of the build that has decided last; undefined if it has none. */
export function buildOf({ events }: History): string | undefined {
  const completed = events.findLast(({ eventType }) => eventType === 'DecisionTaskCompleted')
  const { startedEventId = 0 } = completed?.decisionTaskCompletedEventAttributes ?? {}
  return buildIdOf(events[startedEventId - 1]?.decisionTaskStartedEventAttributes?.identity)
}
