import type { DecisionHandler } from './decision.ts'

/**
 * Ids must only be unique among the open functions. Whether the execution has a role is checked when the function starts
 * (swf-semantics.md §4.10). The event has a timeout only if the decision has one.
 */
export const scheduleLambdaFunction: DecisionHandler<'ScheduleLambdaFunction'> = (
  { id, name, control, input, startToCloseTimeout },
  batch,
) => {
  if (batch.lambdas.has(id)) return 'ID_ALREADY_IN_USE'
  if (batch.lambdas.size >= batch.limits.openLambdaFunctions) return 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED'
  const attributes = { id, name, control, input, startToCloseTimeout }
  batch.lambdas.add(id, batch.record('LambdaFunctionScheduled', attributes))
  return undefined
}
