import { openCounts, workflowExecution } from '../state/execution.ts'
import type { Execution } from '../state/execution.ts'
import type { WorkflowExecutionDetail, WorkflowExecutionInfo } from '../../model/generated/types.ts'
import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { findExecution } from './lookup.ts'

/** Returns the configured task list, not a sticky override. */
export const describeWorkflowExecution: ActionHandler<'DescribeWorkflowExecution'> = (input, context) => {
  const execution = findExecution(context, input.domain, input.execution)
  const { taskList, ...configuration } = execution.configuration
  const response: WorkflowExecutionDetail = present({
    executionInfo: executionInfo(execution),
    executionConfiguration: present({ ...configuration, taskList: { name: taskList } }),
    openCounts: openCounts(execution),
    latestActivityTaskTimestamp: execution.latestActivityTimestamp,
    latestExecutionContext: execution.latestContext,
  })
  return { response }
}

/** An execution as lists and descriptions return it. `cancelRequested` is true only while it is open (swf-semantics.md §2.6). */
export const executionInfo = (execution: Execution): WorkflowExecutionInfo =>
  present({
    execution: workflowExecution(execution),
    workflowType: execution.workflowType,
    startTimestamp: execution.startTimestamp,
    closeTimestamp: execution.closed?.timestamp,
    executionStatus: execution.closed === undefined ? 'OPEN' : 'CLOSED',
    closeStatus: execution.closed?.status,
    parent: execution.parent,
    tagList: execution.tagList,
    cancelRequested: execution.cancelRequested && execution.closed === undefined,
  })
