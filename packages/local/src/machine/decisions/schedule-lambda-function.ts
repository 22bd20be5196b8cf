import type { ScheduleLambdaFunctionFailedCause } from '../../model/generated/types.ts'
import type { DecisionHandler } from './decision.ts'

/**
 * Ids must only be unique among the open functions. Whether the execution has a role is checked when the function starts
 * (swf-semantics.md §4.10). The event has a timeout only if the decision has one.
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
