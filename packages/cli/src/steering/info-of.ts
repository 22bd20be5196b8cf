import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { WorkflowHandle } from '@reyield/client'

/** What SWF says about the current run of an execution. */
export async function infoOf(handle: WorkflowHandle<unknown>): Promise<Partial<WorkflowExecutionInfo>> {
  return (await handle.describe()).executionInfo ?? {}
}
