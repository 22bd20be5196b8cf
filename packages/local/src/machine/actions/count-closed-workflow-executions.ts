import { closedOnes, count, filterOf } from '../pages/visibility.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

export const countClosedWorkflowExecutions: ActionHandler<'CountClosedWorkflowExecutions'> = (
  { domain, ...query },
  context,
) => {
  const window = closedOnes(findDomain(context, domain), query)
  const passes = filterOf(query)
  return { response: count(window, execution => execution.closed !== undefined && passes(execution)) }
}
