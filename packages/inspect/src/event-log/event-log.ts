import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import type { Attributes } from './attributes.ts'
import type { EventLine } from './event-line.ts'
import { Known } from './known.ts'
import { rowOf } from './rows.ts'

/**
 * How events are shown.
 *
 * @example
 * ```ts
 * const log = createEventLog({ payload: text => JSON.stringify(superjson.deserialize(text)) })
 * ```
 */
export interface EventLogOptions {
  /** Turns a recorded payload into one line of text. Default: payloads aren't shown. */
  readonly payload?: (text: string) => string
}

/** Turns events into lines, one event at a time. It keeps only what later events refer to. */
export interface EventLog {
  /** The line of the next event; undefined if the event is folded into a later line. */
  line(event: HistoryEvent): EventLine | undefined
  /** The tasks of the events so far that no worker has started, and the task lists in which they wait. */
  waiting(): readonly WaitingTask[]
}

/** A decision task, or an activity, that waits for a worker. */
export interface WaitingTask {
  /** `decision task`, or the activity: `charge (1)`. */
  readonly name: string
  readonly taskList: string
  readonly since: Date
}

/**
 * Creates a log that turns the events of one run into lines for people: what was decided, what happened, after how long, and by whom.
 * Feed it the events in the order of their ids. It may begin anywhere in a history; events that refer to earlier ones then show their
 * ids.
 *
 * @example
 * ```ts
 * const log = createEventLog()
 * for (const event of events) console.log(log.line(event)?.text)
 * ```
 */
export function createEventLog({ payload }: EventLogOptions = {}): EventLog {
  const known = new Known()
  return {
    waiting: () => known.waiting(),
    line(event) {
      const of = { eventId: event.eventId!, at: event.eventTimestamp! }
      const attributes = (attributesOf(event) ?? {}) as Attributes
      const row = rowOf(event)(attributes, known, of)
      if (row === undefined) return undefined
      const { kind, text } = row
      const shown =
        row.payload !== undefined && row.payload !== '' && payload ? payload(row.payload) : undefined
      return { ...of, type: event.eventType!, kind, text, payload: shown }
    },
  }
}
