import type { Decision } from '@aws-sdk/client-swf'
import { failureToWire } from '@reyield/data'
import type { Engine } from '../engine.ts'
import type { Outcome } from '../program/coroutine.ts'
import { programStack } from './stack.ts'

/**
 * The close (L6): the result is encoded now; timers and activities that are still open die with the execution, so no
 * cancel of them travels along.
 */
export function close(outcome: Outcome, engine: Engine): Decision {
  if ('error' in outcome && engine.scheduler.isCancel(outcome.error)) {
    return { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} } // C10
  }
  if ('error' in outcome) {
    return {
      decisionType: 'FailWorkflowExecution',
      failWorkflowExecutionDecisionAttributes: failureToWire(outcome.error, programStack),
    }
  }
  const result = engine.serializer.serialize(outcome.value)
  return {
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: result === undefined ? {} : { result },
  }
}
