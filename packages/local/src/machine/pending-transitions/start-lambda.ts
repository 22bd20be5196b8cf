import type { Context } from '../context.ts'
import type { Execution, LambdaFunction } from '../state/execution.ts'
import { continued, triggered } from '../history/history-draft.ts'

interface LambdaDue {
  readonly execution: Execution
  readonly lambda: LambdaFunction
}

/**
 * Starts a scheduled Lambda function. Without a role it fails with the service's own cause and message (swf-semantics.md §4.10).
 */
export function startLambda({ execution, lambda }: LambdaDue, { now, failure }: Context) {
  const { scheduledEventId } = lambda
  if (failure !== undefined || execution.configuration.lambdaRole === undefined) {
    return triggered('lambda-not-started', execution, now, 'StartLambdaFunctionFailed', {
      scheduledEventId,
      cause: 'ASSUME_ROLE_FAILED',
      message: failure?.message ?? 'No IAM role is attached to the current workflow execution.',
    })
  }
  const draft = continued(execution, now)
  draft.write('LambdaFunctionStarted', { scheduledEventId })
  return draft.draft('lambda-started')
}
