import { present } from '../../model/present.ts'
import { closedOnes, filterOf, page } from '../pages/visibility.ts'
import type { ActionHandler } from './action.ts'
import { executionInfo } from './describe-workflow-execution.ts'
import { findDomain } from './lookup.ts'

/** Sorted by start or by close time, depending on the time filter, newest first. */
export const listClosedWorkflowExecutions: ActionHandler<'ListClosedWorkflowExecutions'> = (
  input,
  context,
) => {
  const { domain, ...query } = input
  const window = closedOnes(findDomain(context, domain), query)
  const passes = filterOf(query)
  const { page: executions, nextPageToken } = page(
    window,
    execution => execution.closed !== undefined && passes(execution),
    query,
    ['ListClosedWorkflowExecutions', context.region, domain],
    context.now,
  )
  return { response: present({ executionInfos: executions.map(executionInfo), nextPageToken }) }
}
