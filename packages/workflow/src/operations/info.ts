import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** What a workflow can know about its own execution. */
export interface WorkflowInfo {
  readonly workflowId: string
  readonly runId: string
  readonly workflow: { readonly name: string; readonly version: string }
  readonly taskList: string
  readonly tags: readonly string[]
  /** The time of its first event. */
  readonly startedAt: Date
  /** Of a child workflow: the execution that started it. */
  readonly parent: { readonly workflowId: string; readonly runId: string } | undefined
  /** Of a run that continues another as new: that run's id. */
  readonly continuedFrom: string | undefined
  /** The number of events up to the one after which the workflow goes on. */
  readonly historyLength: number
  /** How many of SWF's 25,000 events are left. SWF terminates an execution that uses them up. */
  readonly eventsLeft: number
}

/** The operation that `info` returns. It doesn't wait. */
export interface InfoOperation extends Operation<WorkflowInfo> {
  readonly kind: 'info'
}

/**
 * Returns what is known about the execution. It's the same in every replay.
 *
 * @example
 * ```ts
 * const { workflowId, eventsLeft } = yield* info()
 * ```
 */
export function info(): InfoOperation {
  return operation<WorkflowInfo, { kind: 'info' }>({ kind: 'info' })
}

mark('call', info)
