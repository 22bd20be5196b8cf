import { ReyieldError } from '@reyield/workflow'
import type { Waiting } from './report.ts'

/**
 * The workflow awaited something that is no operation. It's told as soon as the microtasks have drained after a step
 * (rule P1): by then every operation's answer has been used, so what is awaited comes from outside.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'STUCK')) console.error(error.message)
 * ```
 */
export class StuckError extends ReyieldError<'STUCK'> {
  readonly coroutine: string
  constructor(workflow: string, coroutine: string, after: string) {
    super(
      'STUCK',
      `Workflow '${workflow}'${where(coroutine)} awaits something that is no operation, ${after}. A workflow may only wait by ` +
        `yield*: put timers into sleep(), and calls of the outside world (fetch, files, databases) into activities`,
    )
    this.coroutine = coroutine
  }
}

/**
 * More operations than any sane program asks for, without an event in between (rule C13).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'RUNAWAY')) console.error(error.message)
 * ```
 */
export class RunawayError extends ReyieldError<'RUNAWAY'> {
  constructor(workflow: string, coroutine: string, operations: number) {
    super(
      'RUNAWAY',
      `Workflow '${workflow}'${where(coroutine)} asked for more than ${operations} operations without waiting for an event: ` +
        `look for a loop that catches every error and goes on`,
    )
  }
}

/**
 * An operation that was made, and forgotten, awaited or returned instead of being yielded (rule P4).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'OPERATION_NEVER_YIELDED')) console.error(error.message)
 * ```
 */
export class OperationNeverYieldedError extends ReyieldError<'OPERATION_NEVER_YIELDED'> {
  readonly operations: readonly string[]
  constructor(workflow: string, coroutine: string, operations: readonly string[]) {
    super(
      'OPERATION_NEVER_YIELDED',
      `Workflow '${workflow}'${where(coroutine)} made ${operations.join(', ')} and never yielded it: nothing was done. ` +
        `Write 'yield* ' before the call (await does not hand an operation to the engine, nor does returning it)`,
    )
    this.operations = operations
  }
}

/**
 * A yielded value that the engine can't do. Thrown into the program, as a TypeError (rule C13).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'NOT_AN_OPERATION')) console.error(error.message)
 * ```
 */
export class NotAnOperationError extends ReyieldError<'NOT_AN_OPERATION'> {
  constructor(value: unknown) {
    super(
      'NOT_AN_OPERATION',
      `A workflow yielded ${typeof value === 'object' && value !== null ? 'an object' : `'${String(value)}' (${typeof value})`} ` +
        `that is no operation: yield what sleep(), all(…) or an activity of activities() gives, and wait for a generator with yield*`,
    )
  }
}

/**
 * A recorded string that the serializer can't read. Never fails the execution: a fixed deployment heals it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNREADABLE')) console.error(error.message)
 * ```
 */
export class RecordedPayloadError extends ReyieldError<'PAYLOAD_UNREADABLE'> {
  readonly eventId: number
  constructor(eventId: number, what: string, cause: unknown) {
    super(
      'PAYLOAD_UNREADABLE',
      `Event ${eventId}: ${what} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
    this.eventId = eventId
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
  constructor(eventId: number | undefined, problem: string) {
    super('HISTORY_INVALID', `${eventId === undefined ? 'The history' : `Event ${eventId}`}: ${problem}`)
  }
}

/**
 * A kept replay doesn't fit what came now; drop it and replay afresh (rules W4, H9).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'STALE_CACHE')) console.error(error.message)
 * ```
 */
export class StaleCacheError extends ReyieldError<'STALE_CACHE'> {
  constructor(eventId: number, why: string) {
    super(
      'STALE_CACHE',
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

/** What a batch recorded, as far as it is compared. */
export interface Recorded {
  readonly eventId: number
  readonly eventType: string
  readonly id: string | undefined
  /** `name version` of an activity type. */
  readonly type: string | undefined
}

/**
 * History and program disagree: a decision is recorded that the program doesn't want at that place. The execution is
 * left alone; a fixed deployment heals it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'NON_DETERMINISM')) console.error(error.message)
 * ```
 */
export class NonDeterminismError extends ReyieldError<'NON_DETERMINISM'> {
  readonly recorded: Recorded
  /** What the program wanted at that place and history hadn't recorded yet. */
  readonly asked: readonly Waiting[]
  constructor(workflow: string, recorded: Recorded, problem: string, asked: readonly Waiting[]) {
    super(
      'NON_DETERMINISM',
      [
        `Workflow '${workflow}' doesn't do what its history records`,
        `  history: event ${recorded.eventId} ${recorded.eventType}${recorded.id === undefined ? '' : ` id '${recorded.id}'`}${recorded.type === undefined ? '' : ` ${recorded.type}`}`,
        `  program: ${problem}`,
        ...asked.map(
          a =>
            `           wants ${a.kind} id '${a.id}'${a.name === undefined ? '' : ` ${a.name} ${a.version}`}`,
        ),
        `The code was changed under an open execution, or reads a clock, random numbers or the environment. The execution is left as it is: deploy code that fits its history`,
      ].join('\n'),
    )
    this.recorded = recorded
    this.asked = asked
  }
}

const where = (coroutine: string) => (coroutine === '' ? '' : ` (branch ${coroutine})`)
