import type { HistoryEvent } from '@aws-sdk/client-swf'

/** What a new run is given beside its input (design: formats). */
export interface Carried {
  readonly input: string | undefined
  /** Signals that the run before had not received, oldest first. */
  readonly signals: readonly { readonly name: string; readonly input?: string | undefined }[]
  /** A cancel request came, and nobody heard it. */
  readonly cancel: boolean
}

const begin = '{"reyield":1,"input"'

/** The input of a continue-as-new: an envelope only where something is carried, or where the text would look like one. */
export function packInput({ input, signals, cancel }: Carried): string | undefined {
  if (signals.length === 0 && !cancel && input?.startsWith(begin) !== true) return input
  return JSON.stringify({
    reyield: 1,
    input: input ?? null,
    ...(signals.length === 0 ? {} : { signals }),
    ...(cancel ? { cancel } : {}),
  })
}

/** What a run begins with. */
export function unpackInput(text: string | undefined): Carried {
  if (text?.startsWith(begin) !== true) return { input: text, signals: [], cancel: false }
  const { input, signals = [], cancel = false } = JSON.parse(text) as Partial<Carried>
  return { input: input ?? undefined, signals, cancel }
}

/** A carried signal as the event that it was; `carried` counts those of the run from 1. */
export const carriedSignal = (
  { name, input }: Carried['signals'][number],
  carried: number,
  started: HistoryEvent,
): HistoryEvent & { readonly carried: number } => ({
  carried,
  eventId: started.eventId,
  eventTimestamp: started.eventTimestamp,
  eventType: 'WorkflowExecutionSignaled',
  workflowExecutionSignaledEventAttributes: { signalName: name, input },
})
