import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { RunInput } from '@reyield/data/internal'

/** A carried signal as the event that it was; `carried` counts those of the run from 1. */
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
