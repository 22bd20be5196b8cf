import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  checkLength,
  decodePayload,
  encodePayload,
  readContext,
  writeContext,
  type PayloadPipeline,
} from '@reyield/data'
import type { Serializer } from '@reyield/workflow'

/**
 * The execution context to be sent with an answer: what the workflow says of itself, if it isn't what SWF has already, and
 * in place of an error that is over. SWF keeps the last one.
 */
export async function contextOf(
  status: { readonly value: unknown } | undefined,
  events: readonly HistoryEvent[],
  { serializer, pipeline }: { readonly serializer: Serializer; readonly pipeline: PayloadPipeline },
): Promise<string | undefined> {
  const last = events.findLast(
    event => event.decisionTaskCompletedEventAttributes?.executionContext !== undefined,
  )
  const before = readContext(last?.decisionTaskCompletedEventAttributes?.executionContext)
  const text = status === undefined ? undefined : (serializer.serialize(status.value) ?? '')
  if (before.error === undefined && text === (await decodePayload(before.status, pipeline))) return undefined
  const context = writeContext({ status: await encodePayload(text, pipeline) })
  checkLength(context, 'The status of a workflow')
  return context
}
