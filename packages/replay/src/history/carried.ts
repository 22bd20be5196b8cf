import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { RunInput } from '@reyield/data/internal'

/** A signal carried over from the previous run, as the event that it was. `carried` is its number in this run, from 1. */
export const carriedSignal = (
  { name, input }: RunInput['signals'][number],
  carried: number,
  started: HistoryEvent,
): HistoryEvent & { readonly carried: number } => ({
  carried,
  eventId: started.eventId,
  eventTimestamp: started.eventTimestamp,
  eventType: 'WorkflowExecutionSignaled',
  workflowExecutionSignaledEventAttributes: { signalName: name, input },
})
