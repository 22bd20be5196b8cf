import type { ChildPolicy, Duration, Timeout } from '@reyield/workflow'

/**
 * How an execution is started. Unless said otherwise, defaults are those of the workflow's declaration.
 *
 * @example
 * ```ts
 * const settings = { workflowId: 'order-7', executionStartToClose: '2 days', tags: ['web'] }
 * await client.start(order, { id: '7' }, settings)
 * ```
 */
export interface StartSettings {
  /** Unique among the open executions of the domain. Default: the workflow's name and a random UUID. */
  readonly workflowId?: string
  /** The task list that its deciders poll. */
  readonly taskList?: string
  /** The longest time the execution may take, at most one year. */
  readonly executionStartToClose?: Duration
  /** The longest time a decider may take for one decision task. */
  readonly taskStartToClose?: Timeout
  /** What happens to open children when the execution closes. */
  readonly childPolicy?: ChildPolicy
  /** Up to 5 strings of up to 256 characters, to find the execution by. Default none. */
  readonly tags?: readonly string[]
  /** Decision tasks of higher priority are handed out first; -2147483648 to 2147483647. Default: that of the registered type, else 0. */
  readonly priority?: number
  /** The ARN of the IAM role with which SWF calls Lambda functions for the execution. Default none. */
  readonly lambdaRole?: string
}
