import { closedTimeline, count, filterOf } from '../visibility.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

export const countClosedWorkflowExecutions: ActionHandler<'CountClosedWorkflowExecutions'> = (
  { domain, ...query },
  { state },
) => {
  const timeline = closedTimeline(findDomain(state, domain), query)
  const passes = filterOf(query)
  return { response: count(timeline, execution => execution.closed !== undefined && passes(execution)) }
}
