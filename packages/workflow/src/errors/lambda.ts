import { OperationError } from './reyield-error.ts'

/** The call of a Lambda function that an error is about. */
export interface LambdaRef {
  readonly id: string
  readonly name: string
}

const label = ({ name, id }: LambdaRef) => `Lambda function ${name} (id '${id}')`

/**
 * A Lambda function failed. `reason` and `details` are those that Lambda returned.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'LAMBDA_FAILED')) console.error(error.reason, error.details)
 * ```
 */
export class LambdaFailedError extends OperationError<'LAMBDA_FAILED'> {
  static {
    this.prototype.name = 'LambdaFailedError'
  }
  readonly lambda: LambdaRef
  readonly reason: string | undefined
  readonly details: string | undefined
  constructor(lambda: LambdaRef, failure: { reason?: string | undefined; details?: string | undefined }) {
    super('LAMBDA_FAILED', `${label(lambda)} failed${failure.reason ? `: ${failure.reason}` : ''}`)
    this.lambda = lambda
    this.reason = failure.reason
    this.details = failure.details
  }
}

/**
 * A Lambda function took longer than its startToClose.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'LAMBDA_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class LambdaTimedOutError extends OperationError<'LAMBDA_TIMED_OUT'> {
  static {
    this.prototype.name = 'LambdaTimedOutError'
  }
  readonly lambda: LambdaRef
  constructor(lambda: LambdaRef) {
    super('LAMBDA_TIMED_OUT', `${label(lambda)} timed out: START_TO_CLOSE`)
    this.lambda = lambda
  }
}

/**
 * SWF didn't call a Lambda function. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'LAMBDA_NOT_STARTED')) console.error(error.swfCause)
 * ```
 */
export class LambdaNotStartedError extends OperationError<'LAMBDA_NOT_STARTED'> {
  static {
    this.prototype.name = 'LambdaNotStartedError'
  }
  readonly lambda: LambdaRef
  readonly swfCause: string
  constructor(lambda: LambdaRef, swfCause: string, message?: string) {
    const remedy =
      swfCause === 'ASSUME_ROLE_FAILED'
        ? '; set a lambdaRole of the execution that SWF may assume'
        : message === undefined
          ? ''
          : ` (${message})`
    super('LAMBDA_NOT_STARTED', `${label(lambda)} was not started: ${swfCause}${remedy}`)
    this.lambda = lambda
    this.swfCause = swfCause
  }
}
