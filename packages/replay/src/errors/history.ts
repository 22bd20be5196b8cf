import { ReyieldError } from '@reyield/workflow'
import { inShort } from './in-short.ts'

/**
 * The serializer can't read a recorded string. The execution is held, and continues after a deployment that can read it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNREADABLE')) console.error(error.message)
 * ```
 */
export class RecordedPayloadError extends ReyieldError<'PAYLOAD_UNREADABLE'> {
  static {
    this.prototype.name = 'RecordedPayloadError'
  }
  readonly eventId: number
  constructor(eventId: number, what: string, cause: unknown) {
    super('PAYLOAD_UNREADABLE', `Event ${eventId}: ${what} can't be read: ${inShort(cause, false)}`, {
      cause,
    })
    this.eventId = eventId
  }
}

/**
 * The program asked for something that depends on the run id. The history doesn't contain it (rule W8), and the caller didn't
 * pass it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'RUN_ID_MISSING')) console.error(error.message)
 * ```
 */
export class MissingRunIdError extends ReyieldError<'RUN_ID_MISSING'> {
  static {
    this.prototype.name = 'MissingRunIdError'
  }
  constructor(workflow: string, what: string) {
    super(
      'RUN_ID_MISSING',
      `Workflow '${workflow}' needs its run id for ${what}, and the history doesn't contain it. Pass the execution with the ` +
        `events, for instance loadHistory(json, { workflowId, runId })`,
    )
  }
}

/**
 * The events aren't the history of an execution.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORY_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidHistoryError extends ReyieldError<'HISTORY_INVALID'> {
  static {
    this.prototype.name = 'InvalidHistoryError'
  }
  constructor(eventId: number | undefined, problem: string) {
    super('HISTORY_INVALID', `${eventId === undefined ? 'The history' : `Event ${eventId}`}: ${problem}`)
  }
}

/**
 * The new events don't fit a cached replay. Discard it, and feed the whole history to a new one (rules W4, H9).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CACHE_STALE')) console.error(error.message)
 * ```
 */
export class StaleCacheError extends ReyieldError<'CACHE_STALE'> {
  static {
    this.prototype.name = 'StaleCacheError'
  }
  constructor(eventId: number, why: string) {
    super(
      'CACHE_STALE',
      `Event ${eventId} doesn't fit this replay: ${why}. Discard the replay and feed the whole history to a new one`,
    )
  }
}

/**
 * SWF refused to record a marker, since the decider's credentials lack a permission. The value that the program had received is
 * lost. The execution stays open.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'MARKER_REFUSED')) console.error(error.message)
 * ```
 */
export class MarkerRefusedError extends ReyieldError<'MARKER_REFUSED'> {
  static {
    this.prototype.name = 'MarkerRefusedError'
  }
  readonly eventId: number
  constructor(eventId: number, marker: string, cause: string) {
    super(
      'MARKER_REFUSED',
      `Event ${eventId}: SWF refused to record marker '${marker}' (${cause}). Grant the decider's credentials the permission ` +
        `swf:RecordMarker. Decisions based on the lost value can't be repeated: terminate the execution and start it again`,
    )
    this.eventId = eventId
  }
}
