import { eventsOf } from '../state/execution.ts'
import { historyPage } from '../pages/history-page.ts'
import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { findExecution } from './lookup.ts'

/** Works for open and closed executions. Events that are recorded between two pages appear on the later one. */
export const getWorkflowExecutionHistory: ActionHandler<'GetWorkflowExecutionHistory'> = (input, context) => {
  const execution = findExecution(context, input.domain, input.execution)
  const last = execution.events.length
  const parameters = ['GetWorkflowExecutionHistory', execution.runId]
  return { response: present(historyPage(eventsOf(execution), 1, last, input, parameters, context.now)) }
}
