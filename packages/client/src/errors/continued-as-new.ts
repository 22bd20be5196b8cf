import { ReyieldError } from '@reyield/workflow'
import type { ExecutionRef } from './outcome.ts'

/**
 * A handle with `followRuns: false` waited for the result of a run that continued as new. Only a later run can have a result.
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
      `Run '${execution.runId}' of '${execution.workflowId}' has no result: it continued as new. The next run is '${newRunId}'. ` +
        `A handle without followRuns: false follows it`,
    )
    this.execution = execution
    this.newRunId = newRunId
  }
}
