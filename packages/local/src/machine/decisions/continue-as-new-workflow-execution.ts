import type { ContinueAsNewWorkflowExecutionFailedCause } from '../../model/generated/types.ts'
import { atMostAYear, resolve } from '../history/execution-start.ts'
import type { NeededValue } from '../history/execution-start.ts'
import { typeKey } from '../state/registered-type.ts'
import type { DecisionHandler } from './decision.ts'

/** In the order of the checks (API reference, ContinueAsNewWorkflowExecutionFailedCause; swf-semantics.md §4.7). */
const causes = {
  executionStartToCloseTimeout: 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  taskStartToCloseTimeout: 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  taskList: 'DEFAULT_TASK_LIST_UNDEFINED',
  childPolicy: 'DEFAULT_CHILD_POLICY_UNDEFINED',
} as const satisfies Record<NeededValue, ContinueAsNewWorkflowExecutionFailedCause>

const needed = Object.keys(causes) as NeededValue[]

/**
 * Closes the execution. The next run, of a type with the same name, starts in the next transaction. Each value comes from the
 * decision, or else from the defaults of the type. Nothing is copied from the closing run, not even input and tags
 * (swf-semantics.md §4.7).
 */
export const continueAsNewWorkflowExecution: DecisionHandler<'ContinueAsNewWorkflowExecution'> = (
  decision,
  batch,
) => {
  if (batch.unhandled) return 'UNHANDLED_DECISION'

  const { input, tagList, workflowTypeVersion } = decision
  const { name, version } = batch.execution.workflowType
  const workflowType = { name, version: workflowTypeVersion ?? version }
  const type = batch.domain.workflowTypes.get(typeKey(workflowType))
  if (type === undefined) return 'WORKFLOW_TYPE_DOES_NOT_EXIST'
  if (type.deprecationDate !== undefined) return 'WORKFLOW_TYPE_DEPRECATED'
  const values = resolve(atMostAYear(decision), type.configuration, needed)
  if (typeof values === 'string') return causes[values]

  return batch.close('WorkflowExecutionContinuedAsNew', {
    input,
    newExecutionRunId: batch.context.randomId(),
    tagList,
    workflowType,
    ...values,
  })
}
