import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

// Bytes on the heap, as `npm run bench -- cached-memory` measures them.

/** A replay that waits for one operation. */
const perReplay = 10_000
/** An operation that is open. */
const perOperation = 800
/** An event that a replay holds, besides its strings. */
const perEvent = 320

/** What the memory of a replay depends on. */
export interface Contents {
  /** Characters of the payloads of all its events. The program may hold any of them. */
  readonly characters: number
  /** Operations that are open or asked for. */
  readonly operations: number
  /** Events that the replay holds: all of them after its first answer, in case that it has to decide again; then none. */
  readonly events: number
}

/** Estimates the bytes that a replay takes. */
export const sizeOf = ({ characters, operations, events }: Contents): number =>
  perReplay + characters + perOperation * operations + perEvent * events

/** The characters of the payloads of events. */
export function charactersOf(events: readonly HistoryEvent[]): number {
  let characters = 0
  for (const event of events) {
    const { input, result, details } = (attributesOf(event) ?? {}) as Partial<Record<string, string>>
    characters += (input?.length ?? 0) + (result?.length ?? 0) + (details?.length ?? 0)
  }
  return characters
}
