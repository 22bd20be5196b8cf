import type { Decision } from '@aws-sdk/client-swf'
import { failureToWire } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'
import type { Ending } from '../program/coroutine.ts'
import { continueAsNewWorkflowExecution } from './continue-as-new.ts'
import { textOf } from '../ledger/input.ts'
import { checkedPayload } from '../verdicts/payload.ts'

/**
 * The close (L6): the result is what was written when the program ended, in a completed episode what is written now. Timers and
 * activities that are still open die with the execution, so no cancel of them travels along.
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
