import { ReyieldError } from '@reyield/workflow'
import { inShort } from './in-short.ts'

/**
 * A recorded string that the serializer can't read. Never fails the execution: a fixed deployment heals it.
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
 * The program asked for something that depends on the run id, which isn't in the history (rule W8), and nobody gave it.
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
      `Workflow '${workflow}' needs the run id of its execution for ${what}, and it isn't in the history: give the execution ` +
        `beside the events, for instance loadHistory(json, { workflowId, runId })`,
    )
  }
}

/**
 * What was fed is no history of an execution.
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
 * A kept replay doesn't fit what came now; drop it and replay afresh (rules W4, H9).
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
      `Event ${eventId} doesn't fit this replay (${why}): drop it and feed the whole history to a new one`,
    )
  }
}

/**
 * SWF refused to record a marker: the value that the program was given is lost. The decider's credentials lack a
 * permission; the execution is left as it is.
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
      `Event ${eventId}: SWF refused to record marker '${marker}' (${cause}): give the decider's credentials the permission ` +
        `swf:RecordMarker. What was decided with its value can't be repeated; terminate the execution and start it anew`,
    )
    this.eventId = eventId
  }
}
