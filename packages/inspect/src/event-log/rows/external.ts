import { line, type Row } from '../row.ts'

/** Events of signals and cancel requests that the execution sends to others. */
export const externalRows: Readonly<Record<string, Row>> = {
  SignalExternalWorkflowExecutionInitiated({ signalName, workflowId, input }, known, { eventId, at }) {
    const name = `signal '${signalName}' to ${workflowId}`
    known.open(eventId, at, name)
    return line('decision', `send ${name}`, input)
  },
  ExternalWorkflowExecutionSignaled({ initiatedEventId }, known, { at }) {
    const name = known.name(initiatedEventId, 'signal')
    return line('event', `${name} delivered${known.closed(initiatedEventId, at)}`)
  },
  SignalExternalWorkflowExecutionFailed({ initiatedEventId, workflowId, cause }, known, { at }) {
    const name = known.name(initiatedEventId, `signal to ${workflowId}`)
    return line('failure', `${name} not delivered${known.closed(initiatedEventId, at)}: ${cause}`)
  },
  RequestCancelExternalWorkflowExecutionInitiated({ workflowId }, known, { eventId, at }) {
    const name = `cancel request to ${workflowId}`
    known.open(eventId, at, name)
    return line('decision', `send ${name}`)
  },
  ExternalWorkflowExecutionCancelRequested({ initiatedEventId }, known, { at }) {
    const name = known.name(initiatedEventId, 'cancel request')
    return line('event', `${name} delivered${known.closed(initiatedEventId, at)}`)
  },
  RequestCancelExternalWorkflowExecutionFailed({ initiatedEventId, workflowId, cause }, known, { at }) {
    const name = known.name(initiatedEventId, `cancel request to ${workflowId}`)
    return line('failure', `${name} not delivered${known.closed(initiatedEventId, at)}: ${cause}`)
  },
}
