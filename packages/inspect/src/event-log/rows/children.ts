import { failureText } from '../failure-text.ts'
import { line, typeText, type Row } from '../row.ts'

/** Events of child executions. */
export const childRows: Readonly<Record<string, Row>> = {
  StartChildWorkflowExecutionInitiated({ workflowType, workflowId, input }, known, { eventId, at }) {
    const name = `child ${typeText(workflowType, 'execution')} (${workflowId})`
    known.open(eventId, at, name)
    return line('decision', `start ${name}`, input)
  },
  ChildWorkflowExecutionStarted({ initiatedEventId }, known, { at }) {
    const name = known.name(initiatedEventId, 'child')
    return line('event', `${name} started${known.started(initiatedEventId, at)}`)
  },
  ChildWorkflowExecutionCompleted({ initiatedEventId, result }, known, { at }) {
    const name = known.name(initiatedEventId, 'child')
    return line('event', `${name} completed${known.closed(initiatedEventId, at)}`, result)
  },
  ChildWorkflowExecutionFailed(of, known, { at }) {
    const name = known.name(of.initiatedEventId, 'child')
    return line(
      'failure',
      `${name} failed${known.closed(of.initiatedEventId, at)}: ${failureText(of)}`,
      of.details,
    )
  },
  ChildWorkflowExecutionTimedOut({ initiatedEventId, timeoutType }, known, { at }) {
    const name = known.name(initiatedEventId, 'child')
    return line('failure', `${name} timed out${known.closed(initiatedEventId, at)}: ${timeoutType}`)
  },
  ChildWorkflowExecutionCanceled({ initiatedEventId, details }, known, { at }) {
    const name = known.name(initiatedEventId, 'child')
    return line('event', `${name} canceled${known.closed(initiatedEventId, at)}`, details)
  },
  ChildWorkflowExecutionTerminated({ initiatedEventId }, known, { at }) {
    const name = known.name(initiatedEventId, 'child')
    return line('failure', `${name} terminated${known.closed(initiatedEventId, at)}`)
  },
  StartChildWorkflowExecutionFailed: ({ workflowType, workflowId, cause }) =>
    line('failure', `start child ${typeText(workflowType, 'execution')} (${workflowId}): refused, ${cause}`),
}
