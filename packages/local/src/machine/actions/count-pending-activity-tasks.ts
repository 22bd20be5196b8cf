import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Counts the activities of a task list that are scheduled but not started. A list that was never used has none. */
export const countPendingActivityTasks: ActionHandler<'CountPendingActivityTasks'> = (
  { domain, taskList },
  context,
) => {
  const found = findDomain(context, domain)
  return { response: { count: context.state.activityTasks.count(found, taskList.name), truncated: false } }
}
