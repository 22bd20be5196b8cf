import type { Decision } from '@aws-sdk/client-swf'
import { failureToWire } from '@reyield/data'
import type { Engine } from '../engine.ts'
import type { Ending } from '../program/coroutine.ts'
import { continueAsNewWorkflowExecution } from './continue-as-new.ts'
import { programStack } from './stack.ts'

/**
 * The close (L6): the result is encoded now; timers and activities that are still open die with the execution, so no
 * cancel of them travels along.
 */
export function close(outcome: Ending, engine: Engine): Decision {
  if ('continueAsNew' in outcome) return continueAsNewWorkflowExecution(outcome.continueAsNew, engine)
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
