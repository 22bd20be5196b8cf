import type { ScheduleLambdaFunctionFailedCause } from '../../model/generated/types.ts'
import type { DecisionHandler } from './decision.ts'

/**
 * Ids are unique among the open functions only. Whether the execution has a role shows when the function is to be started
 * (swf-semantics.md §4.10). The timeout stands in the event only when the decision gives it.
 */
export const scheduleLambdaFunction: DecisionHandler<'ScheduleLambdaFunction'> = (
  { id, name, control, input, startToCloseTimeout },
  batch,
) => {
  const fail = (cause: ScheduleLambdaFunctionFailedCause) =>
    batch.refuse('ScheduleLambdaFunctionFailed', { id, name, cause })
  if (batch.lambdas.has(id)) return fail('ID_ALREADY_IN_USE')
  if (batch.lambdas.size >= batch.limits.openLambdaFunctions)
    return fail('OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED')
  const attributes = { id, name, control, input, startToCloseTimeout }
  batch.lambdas.add(id, batch.record('LambdaFunctionScheduled', attributes))
}
