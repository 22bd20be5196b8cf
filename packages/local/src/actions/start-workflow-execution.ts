import { alreadyStarted, defaultUndefined, limitExceeded } from '../faults.ts'
import { executionKey, nextDecisionTask } from '../execution.ts'
import { HistoryDraft } from '../history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findRegisteredDomain, findRegisteredType } from './lookup.ts'

/**
 * Each value is the request's, else the type's default; the resolved ones stand in the first event. Checks in the
 * service's order: domain, type, defaults, another open execution of the id, quota.
 */
export const startWorkflowExecution: ActionHandler<'StartWorkflowExecution'> = (input, context) => {
  const { state, now, randomId } = context
  const { workflowId, workflowType, input: data, tagList } = input
  const domain = findRegisteredDomain(state, input.domain)
  const type = findRegisteredType(domain, 'WorkflowType', workflowType).configuration

  const executionStartToCloseTimeout = needed(
    'executionStartToCloseTimeout',
    input.executionStartToCloseTimeout ?? type.defaultExecutionStartToCloseTimeout,
  )
  const taskList = needed('taskList', input.taskList ?? type.defaultTaskList)
  const taskStartToCloseTimeout = needed(
    'taskStartToCloseTimeout',
    input.taskStartToCloseTimeout ?? type.defaultTaskStartToCloseTimeout,
  )
  const childPolicy = needed('childPolicy', input.childPolicy ?? type.defaultChildPolicy)
  const taskPriority = input.taskPriority ?? type.defaultTaskPriority
  const lambdaRole = input.lambdaRole ?? type.defaultLambdaRole

  if (domain.open.has(workflowId)) throw alreadyStarted()
  if (domain.open.size >= state.limits.openExecutions) {
    throw limitExceeded(`A domain can have at most ${state.limits.openExecutions} open executions`)
  }

  const runId = randomId()
  const draft = new HistoryDraft(executionKey({ domain: domain.name, workflowId, runId }), 0, now)
  draft.write('WorkflowExecutionStarted', {
    input: data,
    executionStartToCloseTimeout,
    taskStartToCloseTimeout,
    childPolicy,
    taskList,
    taskPriority,
    workflowType,
    tagList,
    parentInitiatedEventId: 0,
    lambdaRole,
  })
  const task = { taskList: taskList.name, taskPriority, taskStartToCloseTimeout }
  draft.write('DecisionTaskScheduled', nextDecisionTask(task))
  return { response: { runId }, record: draft.draft('execution-started') }
}

/** Order and words are the service's (Amazon SWF API reference, DefaultUndefinedFault). */
function needed<T>(member: string, value: T | undefined): T {
  if (value === undefined) throw defaultUndefined(member)
  return value
}
