import type { HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents, encodeEvents, type PayloadCoder } from '@reyield/data/internal'

/**
 * The events with all that the pipeline has encoded decoded, also in execution contexts. A signal that it can't decode stays as it is.
 *
 * @throws what the pipeline throws for any other payload
 */
export async function decodedHistory(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  const decoded = await decodeEvents(events, coder)
  return await withContexts(decoded, text => coder.pipeline.decode(text, coder.context))
}

/** The reverse of `decodedHistory`. */
export async function encodedHistory(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  const encoded = await encodeEvents(events, coder)
  return await withContexts(encoded, text => coder.pipeline.encode(text, coder.context))
}

type Code = (text: string) => string | Promise<string>

async function withContexts(events: readonly HistoryEvent[], code: Code): Promise<readonly HistoryEvent[]> {
  return await Promise.all(
    events.map(async event => {
      const attributes = event.decisionTaskCompletedEventAttributes
      if (attributes?.executionContext === undefined) return event
      const executionContext = await contextBy(attributes.executionContext, code)
      return { ...event, decisionTaskCompletedEventAttributes: { ...attributes, executionContext } }
    }),
  )
}

/** Formats.md: the pipeline encodes the status of an execution context, and the message of its error in `encoded`. */
async function contextBy(text: string, code: Code): Promise<string> {
  let context: { reyield?: unknown; status?: unknown; error?: { encoded?: unknown } } | null
  try {
    context = JSON.parse(text) as typeof context
  } catch {
    return text // of another decider
  }
  if (context?.reyield !== 1) return text
  const { status, error } = context
  return JSON.stringify({
    ...context,
    ...(typeof status === 'string' ? { status: await code(status) } : {}),
    ...(typeof error?.encoded === 'string'
      ? { error: { ...error, encoded: await code(error.encoded) } }
      : {}),
  })
}
