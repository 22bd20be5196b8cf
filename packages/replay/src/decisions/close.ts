import type { Decision } from '@aws-sdk/client-swf'
import { failureToWire } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'
import type { Ending } from '../program/coroutine.ts'
import { continueAsNewWorkflowExecution } from './continue-as-new.ts'
import { textOf } from '../ledger/input.ts'
import { checkedPayload } from '../verdicts/payload.ts'

/**
 * The close (L6). The result was serialized when the program ended; if that was in a completed episode, it is serialized now. Open
 * timers and activities end with the execution, so they aren't canceled.
 */
export function close(outcome: Ending, engine: Engine): Decision {
  if ('continueAsNew' in outcome) return continueAsNewWorkflowExecution(outcome.continueAsNew, engine)
  if ('error' in outcome && engine.scheduler.isCancel(outcome.error)) {
    return { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} } // C10
  }
  if ('error' in outcome) {
    return {
      decisionType: 'FailWorkflowExecution',
      failWorkflowExecutionDecisionAttributes: failureToWire(outcome.error, {
        errorData: engine.errorData,
      }),
    }
  }
  const written = engine.result ?? engine.inputs.value(outcome.value)
  const result = checkedPayload(
    textOf(written),
    () => `The result of workflow '${engine.definition.name}'`,
    engine,
  )
  return {
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: result === undefined ? {} : { result },
  }
}
