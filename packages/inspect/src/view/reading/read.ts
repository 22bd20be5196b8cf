import { types } from 'node:util'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { InvalidHistoryError } from '@reyield/replay'
import type { EventRef } from '../values.ts'
import { activity } from './activity.ts'
import { child } from './child.ts'
import { decisionTask } from './decision-task.ts'
import { execution } from './execution.ts'
import { external } from './external.ts'
import type { Handlers } from './handlers.ts'
import { lambda } from './lambda.ts'
import { marker } from './marker.ts'
import { Reading } from './reading.ts'
import { signal } from './signal.ts'
import { timer } from './timer.ts'

const table: Handlers = {
  ...execution,
  ...decisionTask,
  ...activity,
  ...timer,
  ...child,
  ...signal,
  ...lambda,
  ...external,
  ...marker,
}

type Handler = (of: object, at: EventRef, reading: Reading) => void

/**
 * Reads events in the order of their ids, without a gap. They may begin in the middle of a history: what is about earlier events is
 * left out then. Events of unknown types count and tell nothing.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 */
export function read(events: readonly HistoryEvent[]): Reading {
  const reading = new Reading()
  for (const event of events) {
    const { eventId, eventType, eventTimestamp } = event
    const before = reading.last?.eventId
    if (typeof eventId !== 'number' || eventType === undefined || !types.isDate(eventTimestamp))
      throw new InvalidHistoryError(eventId, 'it has no eventId, no eventType, or no Date as eventTimestamp')
    if (before !== undefined && eventId !== before + 1)
      throw new InvalidHistoryError(
        eventId,
        `it follows event ${before}, but events must be in order, without a gap`,
      )
    const at = { eventId, at: eventTimestamp }
    if (Object.hasOwn(table, eventType)) (table[eventType] as Handler)(attributesOf(event) ?? {}, at, reading)
    reading.note(event, at)
  }
  return reading
}
