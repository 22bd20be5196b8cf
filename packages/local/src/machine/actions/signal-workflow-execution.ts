import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findOpenExecution } from './lookup.ts'

/** Each call adds an event, even if it repeats another call. */
export const signalWorkflowExecution: ActionHandler<'SignalWorkflowExecution'> = (input, context) => {
  const execution = findOpenExecution(context, input.domain, input)
  const { signalName, input: data } = input
  const attributes = { signalName, input: data, externalInitiatedEventId: 0 }
  return {
    response: undefined,
    record: triggered('execution-signaled', execution, context.now, 'WorkflowExecutionSignaled', attributes),
  }
}
