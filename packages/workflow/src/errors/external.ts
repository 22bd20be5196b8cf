import type { ExternalExecution } from '../operations/external.ts'
import { OperationError } from './reyield-error.ts'

const named = ({ workflowId, runId }: ExternalExecution) =>
  `execution '${workflowId}'${runId === undefined ? '' : ` (run ${runId})`}`

const remedy = (cause: string) =>
  cause === 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
    ? '; no such execution is open in this domain'
    : cause === 'OPERATION_NOT_PERMITTED'
      ? "; the decider's credentials lack the permission"
      : ''

/**
 * A signal to another execution couldn't be delivered. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'EXTERNAL_SIGNAL_FAILED')) console.error(error.swfCause)
 * ```
 */
export class ExternalSignalError extends OperationError<'EXTERNAL_SIGNAL_FAILED'> {
  static {
    this.prototype.name = 'ExternalSignalError'
  }
  readonly execution: ExternalExecution
  readonly swfCause: string
  constructor(execution: ExternalExecution, signalName: string, swfCause: string) {
    super(
      'EXTERNAL_SIGNAL_FAILED',
      `Signal '${signalName}' did not reach ${named(execution)}: ${swfCause}${remedy(swfCause)}`,
    )
    this.execution = execution
    this.swfCause = swfCause
  }
}

/**
 * A cancel request to another execution couldn't be delivered. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'EXTERNAL_CANCEL_FAILED')) console.error(error.swfCause)
 * ```
 */
export class ExternalCancelError extends OperationError<'EXTERNAL_CANCEL_FAILED'> {
  static {
    this.prototype.name = 'ExternalCancelError'
  }
  readonly execution: ExternalExecution
  readonly swfCause: string
  constructor(execution: ExternalExecution, swfCause: string) {
    super(
      'EXTERNAL_CANCEL_FAILED',
      `The cancel request did not reach ${named(execution)}: ${swfCause}${remedy(swfCause)}`,
    )
    this.execution = execution
    this.swfCause = swfCause
  }
}
