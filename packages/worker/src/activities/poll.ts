import type { CallOptions } from '@reyield/client'
import type { TypeRef } from '../errors.ts'
import type { Settings } from '../options/worker-options.ts'

/** An activity task as a poll returned it. */
export interface ActivityTask {
  readonly taskToken: string
  readonly activityId: string
  readonly type: TypeRef
  readonly workflowExecution: { readonly workflowId: string; readonly runId: string }
  /** As it came over the wire. */
  readonly input: string | undefined
}

/** Polls once for an activity task. Returns `undefined` if there was none. */
export async function pollForActivityTask(
  { swf, domain, taskList, identity }: Settings,
  options: CallOptions,
): Promise<ActivityTask | undefined> {
  const polled = await swf.pollForActivityTask({ domain, taskList: { name: taskList }, identity }, options)
  if (!polled.taskToken) return undefined
  return {
    taskToken: polled.taskToken,
    activityId: polled.activityId!,
    type: { name: polled.activityType!.name!, version: polled.activityType!.version! },
    workflowExecution: {
      workflowId: polled.workflowExecution!.workflowId!,
      runId: polled.workflowExecution!.runId!,
    },
    input: polled.input,
  }
}
