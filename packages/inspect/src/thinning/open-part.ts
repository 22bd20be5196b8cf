import type { HistoryEvent } from '@aws-sdk/client-swf'

/** Events by which a decider closes an execution. */
const closings = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionContinuedAsNew',
])

/**
 * The history of an execution when it was last open: without the decisions that closed it. The code that decides this task next may close
 * the execution or go on, so a step that was added at the end doesn't break an open execution.
 */
export function openPartOf(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const last = events.at(-1)
  if (last === undefined || !closings.has(last.eventType!)) return events
  const completed = events.findLastIndex(({ eventType }) => eventType === 'DecisionTaskCompleted')
  return events.slice(0, completed)
}
