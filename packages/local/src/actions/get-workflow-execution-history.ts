import { historyPage } from '../history-page.ts'
import { present } from '../present.ts'
import type { ActionHandler } from './action.ts'
import { findExecution } from './lookup.ts'

export const getWorkflowExecutionHistory: ActionHandler<'GetWorkflowExecutionHistory'> = (input, context) => {
  const { events, runId } = findExecution(context.state, input.domain, input.execution)
  const parameters = ['GetWorkflowExecutionHistory', runId]
  return { response: present(historyPage(events, 1, events.length, input, parameters, context.now)) }
}
