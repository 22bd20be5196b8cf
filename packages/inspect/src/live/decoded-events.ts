import type { HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents, type PayloadCoder } from '@reyield/data/internal'

/** How many events are decoded at once. A pipeline may ask a key service for each payload. */
const atOnce = 100

/** Events whose payloads the pipeline has decoded. An event that it can't decode stays as it is. */
export async function decodedEvents(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  const decoded: HistoryEvent[] = []
  for (let from = 0; from < events.length; from += atOnce) {
    for (const event of await decodedOrLeft(events.slice(from, from + atOnce), coder)) decoded.push(event)
  }
  return decoded
}

async function decodedOrLeft(
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
