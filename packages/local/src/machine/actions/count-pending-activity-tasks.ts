import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Activities of a task list that are scheduled and not started; a list that was never used has none. */
export const countPendingActivityTasks: ActionHandler<'CountPendingActivityTasks'> = (
  { domain, taskList },
  context,
) => {
  const found = findDomain(context, domain)
  return { response: { count: context.state.activityTasks.count(found, taskList.name), truncated: false } }
}
