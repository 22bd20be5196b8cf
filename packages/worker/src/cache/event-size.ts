import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

/** Bytes of an event besides its strings: objects, numbers, dates. */
const perEvent = 250

/** Estimates the bytes of events in memory, from the lengths of their longest strings. */
export function bytesOf(events: readonly HistoryEvent[]): number {
  let bytes = 0
  for (const event of events) {
    const { input, result, details } = (attributesOf(event) ?? {}) as Partial<Record<string, string>>
    bytes += perEvent + (input?.length ?? 0) + (result?.length ?? 0) + (details?.length ?? 0)
  }
  return bytes
}
