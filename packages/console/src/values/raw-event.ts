import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { payloadsIn } from '@reyield/inspect/internal'
import type { RawEvent } from '../api/index.ts'

/** Attributes that contain texts of the program, or what a pipeline has made of them. */
const secret = ['input', 'result', 'details', 'executionContext'] as const

/** An event as SWF has it. Unless payloads are shown, their texts are replaced by their sizes. */
export function rawEvent(event: HistoryEvent, isRedacted: boolean): RawEvent {
  const attributes = attributesOf(event) ?? {}
  const sizes = Object.fromEntries(payloadsIn(event).map(({ attribute, text }) => [attribute, text.length]))
  if (!isRedacted) return { event: { ...event }, payloads: sizes, redacted: false }
  const hidden = secret.flatMap(name => {
    const text = attributes[name]
    return typeof text === 'string' ? [[name, `(${text.length} characters)`] as const] : []
  })
  return {
    event: Object.fromEntries(
      Object.entries(event).map(([name, value]) =>
        value === attributes ? [name, { ...attributes, ...Object.fromEntries(hidden) }] : [name, value],
      ),
    ),
    payloads: sizes,
    redacted: hidden.length > 0,
  }
}

/** The text of an event for searches: without payloads. */
export const searchText = (event: HistoryEvent): string => JSON.stringify(rawEvent(event, true).event)
