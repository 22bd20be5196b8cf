import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** What a workflow may know of its own execution. */
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
  /** How many events its history has, up to the one after which the workflow goes on. */
  readonly historyLength: number
  /** How many of SWF's 25,000 events are left; an execution that uses them up is terminated. */
  readonly eventsLeft: number
}

/** 'What execution is this', as data; done at once. */
export interface InfoOperation extends Operation<WorkflowInfo> {
  readonly kind: 'info'
}

/**
 * What is known of the execution, the same in every replay.
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
