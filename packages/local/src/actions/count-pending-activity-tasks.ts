import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Activities of a task list that are scheduled and not started; a list that was never used has none. */
export const countPendingActivityTasks: ActionHandler<'CountPendingActivityTasks'> = (
  { domain, taskList },
  { state },
) => {
  findDomain(state, domain)
  return { response: { count: state.activityTasks.count(domain, taskList.name), truncated: false } }
}
