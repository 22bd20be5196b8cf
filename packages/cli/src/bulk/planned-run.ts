import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { executionOf } from '../executions/execution.ts'

/** An execution of a plan: exactly one run. Plans store it: members are added, never renamed. */
export interface PlannedRun {
  readonly workflowId: string
  readonly runId: string
  readonly type: { readonly name: string; readonly version: string }
  /** When it started, in ISO 8601. */
  readonly started: string
}

/** What SWF's list says about an execution, as far as a plan has it. */
export function plannedRunOf(info: WorkflowExecutionInfo): PlannedRun {
  const { workflowId, runId, type, started } = executionOf(info)
  return { workflowId, runId, type, started: started.toISOString() }
}
