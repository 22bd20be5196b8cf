import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import { RecordedPayloadError } from '../errors/history.ts'

/**
 * Decodes a recorded payload. If it can't be read, the decision task fails, not the program (W9). The program could catch
 * the error, and a later replay that can read the payload would not throw it.
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
