import { count, filterOf, openTimeline } from '../visibility.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

export const countOpenWorkflowExecutions: ActionHandler<'CountOpenWorkflowExecutions'> = (
  { domain, ...query },
  { state },
) => ({ response: count(openTimeline(findDomain(state, domain), query.startTimeFilter), filterOf(query)) })
