import { present } from '../../model/present.ts'
import { filterOf, openOnes, page } from '../pages/visibility.ts'
import type { ActionHandler } from './action.ts'
import { executionInfo } from './describe-workflow-execution.ts'
import { findDomain } from './lookup.ts'

/** Sorted by start time, newest first. */
export const listOpenWorkflowExecutions: ActionHandler<'ListOpenWorkflowExecutions'> = (input, context) => {
  const { domain, ...query } = input
  const window = openOnes(findDomain(context, domain), query.startTimeFilter)
  const listed = page(
    window,
    filterOf(query),
    query,
    ['ListOpenWorkflowExecutions', context.region, domain],
    context.now,
  )
  const { page: executions, nextPageToken } = listed
  return { response: present({ executionInfos: executions.map(executionInfo), nextPageToken }) }
}
