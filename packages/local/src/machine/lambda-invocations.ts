import { lambdaFunction } from './state/execution.ts'
import { triggered } from './history/history-draft.ts'
import type { State } from './state/state.ts'
import type { Draft } from './transaction.ts'

/** A Lambda function that must be invoked. */
export interface LambdaInvocation {
  readonly runId: string
  readonly scheduledEventId: number
  /** The name of the function, from the decision. */
  readonly name: string
  readonly input: string | undefined
  /** When it times out, in epoch milliseconds. */
  readonly deadline: number
}

/** How a Lambda function ended: with a result, or with the reason of its failure. */
export type LambdaOutcome =
  | { readonly result?: string | undefined }
  | { readonly reason: string; readonly details?: string | undefined }

const none: readonly LambdaInvocation[] = []

/** Returns the functions that must be invoked. Each is returned once. */
export function takeInvocations(state: State): readonly LambdaInvocation[] {
  if (state.toInvoke.size === 0) return none
  const invocations = Array.from(
    state.toInvoke,
    ({ execution, scheduledEventId, name, input, deadline }) => ({
      runId: execution.runId,
      scheduledEventId,
      name,
      input,
      deadline: deadline!.at,
    }),
  )
  state.toInvoke.clear()
  return invocations
}

export function invokedDraft(
  state: State,
  { runId, scheduledEventId }: LambdaInvocation,
  outcome: LambdaOutcome,
  now: number,
): Draft | undefined {
  const execution = state.executions.get(runId)
  const lambda = execution && lambdaFunction(execution, scheduledEventId)
  if (execution === undefined || lambda === undefined) return undefined
  const { startedEventId } = lambda
  const link = { scheduledEventId, startedEventId }
  return 'reason' in outcome
    ? triggered('lambda-failed', execution, now, 'LambdaFunctionFailed', { ...link, ...outcome })
    : triggered('lambda-completed', execution, now, 'LambdaFunctionCompleted', { ...link, ...outcome })
}
