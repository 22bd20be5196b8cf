import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Counts the decision tasks of a task list that are scheduled but not started, including those that wait for a started one. */
export const countPendingDecisionTasks: ActionHandler<'CountPendingDecisionTasks'> = (
  { domain, taskList },
  context,
) => {
  let count = 0
  for (const { queued } of findDomain(context, domain).open.values()) {
    if (queued?.taskList === taskList.name) count++
  }
  return { response: { count, truncated: false } }
}
