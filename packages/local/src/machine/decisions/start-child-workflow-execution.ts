import type { StartChildWorkflowExecutionFailedCause } from '../../model/generated/types.ts'
import { atMostAYear, resolve } from '../history/execution-start.ts'
import type { NeededValue } from '../history/execution-start.ts'
import { typeKey } from '../state/registered-type.ts'
import type { DecisionHandler } from './decision.ts'

/** In the order of the checks, which is the same as for StartWorkflowExecution. */
const causes = {
  executionStartToCloseTimeout: 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  taskList: 'DEFAULT_TASK_LIST_UNDEFINED',
  taskStartToCloseTimeout: 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  childPolicy: 'DEFAULT_CHILD_POLICY_UNDEFINED',
} as const satisfies Record<NeededValue, StartChildWorkflowExecutionFailedCause>

const needed = Object.keys(causes) as NeededValue[]

/**
 * A pending transition starts the child, and finds out then whether its workflow id is already in use. If the decision is refused
 * here, there is no …Initiated event. Each value comes from the decision, or else from the defaults of the type, never from the
 * parent (swf-semantics.md §4.9).
 */
export const startChildWorkflowExecution: DecisionHandler<'StartChildWorkflowExecution'> = (
  decision,
  batch,
) => {
  const { workflowType, workflowId, control, input, tagList } = decision
  const type = batch.domain.workflowTypes.get(typeKey(workflowType))
  if (type === undefined) return 'WORKFLOW_TYPE_DOES_NOT_EXIST'
  if (type.deprecationDate !== undefined) return 'WORKFLOW_TYPE_DEPRECATED'
  const values = resolve(atMostAYear(decision), type.configuration, needed)
  if (typeof values === 'string') return causes[values]
  if (batch.openChildren >= batch.limits.openChildren) return 'OPEN_CHILDREN_LIMIT_EXCEEDED'
  if (batch.openExecutions >= batch.limits.openExecutions) return 'OPEN_WORKFLOWS_LIMIT_EXCEEDED'
  if (!batch.context.withinRate('StartChildWorkflowExecution', batch.domain))
    return 'CHILD_CREATION_RATE_EXCEEDED'

  batch.record('StartChildWorkflowExecutionInitiated', {
    workflowId,
    workflowType,
    control,
    input,
    tagList,
    ...values,
  })
  batch.openChildren++
  batch.openExecutions++
  return undefined
}
