import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { ExecutionState } from '@reyield/inspect'
import type { ExecutionRow } from '../api/index.ts'

const states: Readonly<Record<string, ExecutionState>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
  CONTINUED_AS_NEW: 'continuedAsNew',
}

/** `open`, or how an execution closed. */
export const stateOf = ({ closeStatus }: WorkflowExecutionInfo): ExecutionState =>
  states[closeStatus ?? ''] ?? 'open'

/** What SWF's list says about an execution. */
export function rowOf(info: WorkflowExecutionInfo): ExecutionRow {
  const { execution, workflowType, parent, startTimestamp, closeTimestamp } = info
  return {
    workflowId: execution?.workflowId ?? '',
    runId: execution?.runId ?? '',
    type: { name: workflowType?.name ?? '', version: workflowType?.version ?? '' },
    state: stateOf(info),
    started: (startTimestamp ?? new Date(0)).toISOString(),
    ...(closeTimestamp === undefined ? {} : { closed: closeTimestamp.toISOString() }),
    tags: info.tagList ?? [],
    ...(parent === undefined
      ? {}
      : { parent: { workflowId: parent.workflowId ?? '', runId: parent.runId ?? '' } }),
    cancelRequested: info.cancelRequested === true,
  }
}
