import { inspect } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents, type PayloadCoder } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'

/** Events whose payloads the pipeline has decoded. An event that it can't decode stays as it is. */
export async function decodedEvents(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  try {
    return await decodeEvents(events, coder)
  } catch {
    return await Promise.all(
      events.map(async event => {
        try {
          return (await decodeEvents([event], coder))[0]!
        } catch {
          return event
        }
      }),
    )
  }
}

/** A payload in one line: its value, or the recorded text if the serializer can't read it. */
export function payloadText(text: string, serializer: Serializer): string {
  let value: unknown = text
  try {
    value = serializer.deserialize(text)
  } catch {
    // another program wrote it, or it's a failure
  }
  return typeof value === 'string' && value === text
    ? text
    : inspect(value, { depth: 6, breakLength: Infinity, compact: true })
}
