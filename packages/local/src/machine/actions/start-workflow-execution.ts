import { alreadyStarted, defaultUndefined, limitExceeded } from '../../model/swf-errors.ts'
import { resolve, startDraft } from '../history/execution-start.ts'
import type { NeededValue } from '../history/execution-start.ts'
import type { ActionHandler } from './action.ts'
import { findRegisteredDomain, findRegisteredType } from './lookup.ts'

/** In the order in which the service checks them (swf-semantics.md §1.3). */
const needed: readonly NeededValue[] = [
  'executionStartToCloseTimeout',
  'taskList',
  'taskStartToCloseTimeout',
  'childPolicy',
]

/**
 * Each value comes from the request, or else from the defaults of the type. The first event contains the resolved values. The
 * checks are in the service's order: domain, type, defaults, an open execution with the same id, quota.
 */
export const startWorkflowExecution: ActionHandler<'StartWorkflowExecution'> = (input, context) => {
  const { state, now, randomId } = context
  const { workflowId, workflowType, input: data, tagList } = input
  const domain = findRegisteredDomain(context, input.domain)
  const type = findRegisteredType(domain, 'WorkflowType', workflowType)
  const values = resolve(input, type.configuration, needed)
  if (typeof values === 'string') throw defaultUndefined(values)
  if (domain.open.has(workflowId)) throw alreadyStarted()
  if (domain.open.size >= state.limits.openExecutions) {
    throw limitExceeded(`A domain can have at most ${state.limits.openExecutions} open executions`)
  }

  const runId = randomId()
  const started = { ...values, input: data, workflowType, tagList, parentInitiatedEventId: 0 }
  return { response: { runId }, record: startDraft({ domain, workflowId, runId }, started, now) }
}
