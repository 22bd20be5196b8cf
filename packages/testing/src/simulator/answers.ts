import type { ExecutionView, LambdaInvocation } from '@reyield/local'
import type { CallOutcome } from './call.ts'
import type { Simulator } from './simulator.ts'
import { domain, isUnknown } from './swf.ts'

const some = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** Sends a worker's answer for an activity. Returns false if SWF no longer waits for it. */
export function answerActivity(simulator: Simulator, taskToken: string, outcome: CallOutcome): boolean {
  const { swf } = simulator
  if (outcome.as === 'completed') {
    return swf.requestLate('RespondActivityTaskCompleted', some({ taskToken, result: outcome.result }))
  }
  if (outcome.as === 'failed') {
    return swf.requestLate('RespondActivityTaskFailed', some({ taskToken, ...outcome.failure }))
  }
  return swf.requestLate('RespondActivityTaskCanceled', { taskToken })
}

/** Closes a mocked child with the outcome of its mock. Returns false if it is closed already. */
export function closeChild(simulator: Simulator, execution: ExecutionView, outcome: CallOutcome): boolean {
  if (execution.closed !== undefined) return false
  const { workflowId, runId } = execution
  // closing it needs a decision task; the child's own history is never looked at
  if (execution.queued === undefined) {
    simulator.swf.request('SignalWorkflowExecution', { domain, workflowId, runId, signalName: 'mocked' })
  }
  const { taskToken } = simulator.takeDecision(execution)
  const decisions = [
    outcome.as === 'completed'
      ? {
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: some({ result: outcome.result }),
        }
      : outcome.as === 'failed'
        ? {
            decisionType: 'FailWorkflowExecution',
            failWorkflowExecutionDecisionAttributes: some(outcome.failure),
          }
        : { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
  ]
  return simulator.swf.requestLate('RespondDecisionTaskCompleted', { taskToken, decisions })
}

/** Ends the call of a Lambda function. Returns false if its execution no longer waits for it. */
export function closeLambda({ swf }: Simulator, invocation: LambdaInvocation, outcome: CallOutcome): boolean {
  if (outcome.as === 'completed') return swf.invoked(invocation, { result: outcome.result })
  const failure = outcome.as === 'failed' ? outcome.failure : {}
  return swf.invoked(invocation, { reason: failure.reason ?? 'Error', details: failure.details })
}

/** Sends a heartbeat of an activity. Returns what SWF answers to it. */
export function heartbeat(
  simulator: Simulator,
  taskToken: string,
  details: string | undefined,
): 'go on' | 'cancel requested' | 'lost' {
  try {
    const answer = simulator.swf.request('RecordActivityTaskHeartbeat', some({ taskToken, details }))
    return answer?.['cancelRequested'] === true ? 'cancel requested' : 'go on'
  } catch (error) {
    if (isUnknown(error)) return 'lost'
    throw error
  }
}
