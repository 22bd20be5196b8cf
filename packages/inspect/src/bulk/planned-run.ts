import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** An execution of a plan: exactly one run. Plans store it: members are added, never renamed. */
export interface PlannedRun {
  readonly workflowId: string
  readonly runId: string
  readonly type: { readonly name: string; readonly version: string }
  /** When it started, in ISO 8601. */
  readonly started: string
}

/** What SWF's list says about an execution, as far as a plan has it. */
export const plannedRunOf = ({
  execution,
  workflowType,
  startTimestamp,
}: WorkflowExecutionInfo): PlannedRun => ({
  workflowId: execution?.workflowId ?? '',
  runId: execution?.runId ?? '',
  type: { name: workflowType?.name ?? '', version: workflowType?.version ?? '' },
  started: (startTimestamp ?? new Date(0)).toISOString(),
})
