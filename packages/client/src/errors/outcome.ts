import { ReyieldError, type ErrorCode } from '@reyield/workflow'
import { userStack } from '@reyield/workflow/internal'

/** The execution that an error is about. */
export interface ExecutionRef {
  readonly workflowId: string
  readonly runId: string
}

/**
 * The base class of the errors that `handle.result()` throws for executions that closed without a result.
 *
 * @example
 * ```ts
 * await handle.result().catch((error: unknown) => {
 *   if (!(error instanceof WorkflowEndedError)) throw error
 *   console.error(error.execution.workflowId, error.code, error.reason)
 * })
 * ```
 */
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
    if (typeof this.stack === 'string') this.stack = userStack(this.stack) // shows the line that waited, and no frames of Reyield
  }
}

/**
 * An execution closed as FAILED. `cause` is the error with which the workflow ended, if Reyield wrote it.
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
 * An execution closed as CANCELED: its workflow ended with CanceledError after a cancel request.
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
 * An execution closed as TERMINATED: by a request, by its parent's child policy, or because its history was full.
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
 * An execution closed as TIMED_OUT: it took longer than its executionStartToClose.
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
