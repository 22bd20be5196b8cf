import { OperationError } from './reyield-error.ts'

/** The child that an error is about. `runId` is known once the child has started. */
export interface ChildRef {
  readonly workflowId: string
  readonly runId: string | undefined
  readonly name: string
  readonly version: string
}

const label = ({ name, version, workflowId }: ChildRef) =>
  `Child workflow ${name} ${version} ('${workflowId}')`

/**
 * A child closed as FAILED. `cause` is the error with which it ended, rebuilt from SWF's `details` if Reyield wrote them. `reason`
 * and `details` are the strings that SWF recorded.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CHILD_FAILED')) console.error(error.child.workflowId, error.cause)
 * ```
 */
export class ChildFailedError extends OperationError<'CHILD_FAILED'> {
  static {
    this.prototype.name = 'ChildFailedError'
  }
  readonly child: ChildRef
  readonly reason: string | undefined
  readonly details: string | undefined
  constructor(
    child: ChildRef,
    failure: { reason?: string | undefined; details?: string | undefined; cause?: unknown },
  ) {
    super(
      'CHILD_FAILED',
      `${label(child)} failed${failure.reason ? `: ${failure.reason}` : ''}`,
      failure.cause === undefined ? undefined : { cause: failure.cause },
    )
    this.child = child
    this.reason = failure.reason
    this.details = failure.details
  }
}

/**
 * A child closed as CANCELED while this workflow waited for its result.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CHILD_CANCELED')) console.error(error.message)
 * ```
 */
export class ChildCanceledError extends OperationError<'CHILD_CANCELED'> {
  static {
    this.prototype.name = 'ChildCanceledError'
  }
  readonly child: ChildRef
  readonly details: string | undefined
  constructor(child: ChildRef, details?: string) {
    super('CHILD_CANCELED', `${label(child)} was canceled`)
    this.child = child
    this.details = details
  }
}

/**
 * A child closed as TIMED_OUT: it took longer than its executionStartToClose.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CHILD_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class ChildTimedOutError extends OperationError<'CHILD_TIMED_OUT'> {
  static {
    this.prototype.name = 'ChildTimedOutError'
  }
  readonly child: ChildRef
  constructor(child: ChildRef) {
    super('CHILD_TIMED_OUT', `${label(child)} timed out: START_TO_CLOSE`)
    this.child = child
  }
}

/**
 * A child closed as TERMINATED: by a request, by a child policy, or because its history was full.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CHILD_TERMINATED')) console.error(error.message)
 * ```
 */
export class ChildTerminatedError extends OperationError<'CHILD_TERMINATED'> {
  static {
    this.prototype.name = 'ChildTerminatedError'
  }
  readonly child: ChildRef
  constructor(child: ChildRef) {
    super('CHILD_TERMINATED', `${label(child)} was terminated`)
    this.child = child
  }
}

/**
 * SWF didn't start a child. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CHILD_NOT_STARTED') && error.swfCause === 'WORKFLOW_ALREADY_RUNNING') return 'running already'
 * ```
 */
export class ChildNotStartedError extends OperationError<'CHILD_NOT_STARTED'> {
  static {
    this.prototype.name = 'ChildNotStartedError'
  }
  readonly child: ChildRef
  readonly swfCause: string
  constructor(child: ChildRef, swfCause: string) {
    super('CHILD_NOT_STARTED', `${label(child)} was not started: ${swfCause}${remedy(swfCause)}`)
    this.child = child
    this.swfCause = swfCause
  }
}

function remedy(cause: string): string {
  if (cause === 'WORKFLOW_ALREADY_RUNNING')
    return '; an execution of that workflow id is open: set another workflowId, or leave it out'
  if (cause === 'WORKFLOW_TYPE_DOES_NOT_EXIST')
    return '; register the type in the domain (a worker does it with `register: true`)'
  if (cause === 'WORKFLOW_TYPE_DEPRECATED') return '; the type is deprecated: use a newer version'
  if (cause === 'OPERATION_NOT_PERMITTED')
    return "; the decider's credentials lack swf:StartChildWorkflowExecution"
  if (cause.startsWith('DEFAULT_')) return '; set the value at the call or where the workflow is declared'
  return ''
}
