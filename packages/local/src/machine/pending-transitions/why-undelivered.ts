import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import type { Outgoing } from '../state/pending-transition.ts'

const rateExceeded = {
  'signal-external': ['SignalExternalWorkflowExecution', 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED'],
  'cancel-external': [
    'RequestCancelExternalWorkflowExecution',
    'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
  ],
} as const

/** Why a signal or a cancel request can't be delivered to its target: a chosen failure, no such execution, or the rate. */
export function whyUndelivered(
  { kind, execution: sender }: Extract<Outgoing, { kind: keyof typeof rateExceeded }>,
  target: Execution | undefined,
  { failure, withinRate }: Context,
): string | undefined {
  if (failure !== undefined) return failure.cause
  if (target === undefined) return 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
  const [decision, cause] = rateExceeded[kind]
  return withinRate(decision, sender.domain) ? undefined : cause
}
