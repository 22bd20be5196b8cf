import { count, filterOf, openOnes } from '../visibility.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

export const countOpenWorkflowExecutions: ActionHandler<'CountOpenWorkflowExecutions'> = (
  { domain, ...query },
  { state },
) => ({ response: count(openOnes(findDomain(state, domain), query.startTimeFilter), filterOf(query)) })
