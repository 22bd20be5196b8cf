import type { DecisionTaskView } from '@reyield/inspect'

/** The decision task to which a moment belongs: the last one that had been started, or the first one if none had. */
export function decisionTaskAt(
  tasks: readonly DecisionTaskView[],
  eventId: number,
): { readonly task: DecisionTaskView; readonly number: number } | undefined {
  const index = Math.max(
    0,
    tasks.findLastIndex(({ started }) => started !== undefined && started.eventId <= eventId),
  )
  const task = tasks[index]
  return task && { task, number: index + 1 }
}
