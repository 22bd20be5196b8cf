import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import { RecordedPayloadError } from '../errors/history.ts'

/**
 * Decodes a recorded payload. What can't be read fails the decision task, not the program (W9): thrown into the program
 * it could be caught live and not in replay.
 */
export function decode(
  text: string | undefined,
  serializer: Serializer,
  event: Pick<HistoryEvent, 'eventId'>,
  what: () => string,
): unknown {
  try {
    return serializer.deserialize(text)
  } catch (error) {
    throw new RecordedPayloadError(event.eventId!, `${what()} (serializer '${serializer.name}')`, error)
  }
}
