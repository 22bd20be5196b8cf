import { count, filterOf, openOnes } from '../pages/visibility.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

export const countOpenWorkflowExecutions: ActionHandler<'CountOpenWorkflowExecutions'> = (
  { domain, ...query },
  context,
) => ({ response: count(openOnes(findDomain(context, domain), query.startTimeFilter), filterOf(query)) })
