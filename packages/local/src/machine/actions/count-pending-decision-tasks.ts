import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Decision tasks of a task list that are scheduled and not started, those behind a started one included. */
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
