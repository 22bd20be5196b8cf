import type { LambdaInvocation } from '@reyield/local'
import type { CallEnding } from './call.ts'
import type { SimulatedExecution } from './execution.ts'
import type { Simulator } from './simulator.ts'
import { domain, isUnknown } from './swf.ts'

const some = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** What a worker answers for an activity; false if SWF doesn't wait for it any more. */
export function answerActivity(simulator: Simulator, taskToken: string, ending: CallEnding): boolean {
  const { swf } = simulator
  if (ending.as === 'completed') {
    return swf.requestLate('RespondActivityTaskCompleted', some({ taskToken, result: ending.result }))
  }
  if (ending.as === 'failed') {
    return swf.requestLate('RespondActivityTaskFailed', some({ taskToken, ...ending.failure }))
  }
  return swf.requestLate('RespondActivityTaskCanceled', { taskToken })
}

/** A child that a function plays closes as the function ended; false if it's closed already. */
export function closeChild(simulator: Simulator, execution: SimulatedExecution, ending: CallEnding): boolean {
  if (execution.closed !== undefined) return false
  const { workflowId, runId } = execution
  // a decision task to answer: the child's history is nobody's business
  if (execution.queuedOn === undefined) {
    simulator.swf.request('SignalWorkflowExecution', { domain, workflowId, runId, signalName: 'played' })
  }
  const { taskToken } = simulator.takeDecision(execution)
  const decisions = [
    ending.as === 'completed'
      ? {
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: some({ result: ending.result }),
        }
      : ending.as === 'failed'
        ? {
            decisionType: 'FailWorkflowExecution',
            failWorkflowExecutionDecisionAttributes: some(ending.failure),
          }
        : { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
  ]
  return simulator.swf.requestLate('RespondDecisionTaskCompleted', { taskToken, decisions })
}

/** A Lambda function has ended; false if nobody waits for it any more. */
export function closeLambda({ swf }: Simulator, invocation: LambdaInvocation, ending: CallEnding): boolean {
  if (ending.as === 'completed') return swf.invoked(invocation, { result: ending.result })
  const failure = ending.as === 'failed' ? ending.failure : {}
  return swf.invoked(invocation, { reason: failure.reason ?? 'Error', details: failure.details })
}

/** A worker tells that its activity is alive; what SWF says to that. */
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
