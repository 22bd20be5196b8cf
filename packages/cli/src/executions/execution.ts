import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** An execution as lists print it for programs. docs/cli.md documents it: members are added, never renamed. */
export interface Execution {
  readonly workflowId: string
  readonly runId: string
  readonly type: { readonly name: string; readonly version: string }
  /** `OPEN`, or how it closed. */
  readonly status: string
  readonly started: Date
  readonly closed: Date | null
  readonly cancelRequested: boolean
  readonly tags: readonly string[]
  readonly parent: { readonly workflowId: string; readonly runId: string } | null
}

/** What SWF's list says about an execution. */
export function executionOf(info: WorkflowExecutionInfo): Execution {
  const { execution, workflowType, parent } = info
  return {
    workflowId: execution?.workflowId ?? '',
    runId: execution?.runId ?? '',
    type: { name: workflowType?.name ?? '', version: workflowType?.version ?? '' },
    status: info.closeStatus ?? 'OPEN',
    started: info.startTimestamp ?? new Date(0),
    closed: info.closeTimestamp ?? null,
    cancelRequested: info.cancelRequested === true,
    tags: info.tagList ?? [],
    parent: parent === undefined ? null : { workflowId: parent.workflowId ?? '', runId: parent.runId ?? '' },
  }
}
