import type { Execution, LambdaFunction } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'

/** A Lambda function didn't end in time. If it still returns a result, that's ignored. */
export function lambdaTimedOut(
  execution: Execution,
  { lambda }: { readonly lambda: LambdaFunction },
  now: number,
) {
  const { scheduledEventId, startedEventId } = lambda
  const attributes = { scheduledEventId, startedEventId, timeoutType: 'START_TO_CLOSE' as const }
  return triggered('lambda-timed-out', execution, now, 'LambdaFunctionTimedOut', attributes)
}
