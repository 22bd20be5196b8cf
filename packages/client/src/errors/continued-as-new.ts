import { ReyieldError } from '@reyield/workflow'
import type { ExecutionRef } from './outcome.ts'

/**
 * A handle with `followRuns: false` waited for the result of a run, and the run continued as new: the result is a later run's.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_CONTINUED_AS_NEW')) console.log(error.newRunId)
 * ```
 */
export class WorkflowContinuedAsNewError extends ReyieldError<'WORKFLOW_CONTINUED_AS_NEW'> {
  static {
    this.prototype.name = 'WorkflowContinuedAsNewError'
  }
  readonly execution: ExecutionRef
  readonly newRunId: string
  constructor(execution: ExecutionRef, newRunId: string) {
    super(
      'WORKFLOW_CONTINUED_AS_NEW',
      `Run '${execution.runId}' of '${execution.workflowId}' has no result: it continued as new. Run '${newRunId}' goes on; a ` +
        `handle without followRuns: false follows it`,
    )
    this.execution = execution
    this.newRunId = newRunId
  }
}
