import { ReyieldError, type ErrorCode } from '@reyield/workflow'
import { userStack } from '@reyield/workflow/internal'

/** Which execution an error speaks of. */
export interface ExecutionRef {
  readonly workflowId: string
  readonly runId: string
}

/** The root of the ways in which an awaited execution can end without a result. */
export class WorkflowEndedError<Code extends ErrorCode> extends ReyieldError<Code> {
  static {
    this.prototype.name = 'WorkflowEndedError'
  }
  readonly execution: ExecutionRef
  readonly reason: string | undefined
  readonly details: unknown
  constructor(
    code: Code,
    how: string,
    execution: ExecutionRef,
    more: { reason?: string | undefined; details?: unknown; cause?: unknown } = {},
  ) {
    super(
      code,
      `Execution '${execution.workflowId}' ${how}${more.reason === undefined ? '' : `: ${more.reason}`}`,
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.execution = execution
    this.reason = more.reason
    this.details = more.details
    if (typeof this.stack === 'string') this.stack = userStack(this.stack) // the line that waited, not ours
  }
}

/**
 * Closed as FAILED; `cause` is the error that left the workflow, if it was Reyield's to write.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_FAILED')) console.error(error.message)
 * ```
 */
export class WorkflowFailedError extends WorkflowEndedError<'WORKFLOW_FAILED'> {
  static {
    this.prototype.name = 'WorkflowFailedError'
  }
}
/**
 * Closed as CANCELED.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_CANCELED')) console.error(error.message)
 * ```
 */
export class WorkflowCanceledError extends WorkflowEndedError<'WORKFLOW_CANCELED'> {
  static {
    this.prototype.name = 'WorkflowCanceledError'
  }
}
/**
 * Closed as TERMINATED: by an operator, a parent's child policy or SWF's limit of events.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_TERMINATED')) console.error(error.message)
 * ```
 */
export class WorkflowTerminatedError extends WorkflowEndedError<'WORKFLOW_TERMINATED'> {
  static {
    this.prototype.name = 'WorkflowTerminatedError'
  }
}
/**
 * Closed as TIMED_OUT.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class WorkflowTimedOutError extends WorkflowEndedError<'WORKFLOW_TIMED_OUT'> {
  static {
    this.prototype.name = 'WorkflowTimedOutError'
  }
}
