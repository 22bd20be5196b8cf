import type { Decision } from '@aws-sdk/client-swf'

/** The types of decisions that close a run, or continue it as new. SWF refuses them anywhere but in the last place. */
const closing = new Set([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** Returns the decision that closes a run, of the decisions of an answer. */
export function closingDecision(decisions: readonly Decision[]): Decision | undefined {
  const last = decisions.at(-1)
  return closing.has(last?.decisionType ?? '') ? last : undefined
}
