import { userStack } from '@reyield/workflow/internal'
import { fitting, head, type Envelope } from './envelope.ts'
import type { ErrorData } from './error-data.ts'
import { revived } from './revived-error.ts'
import { written } from './written-error.ts'

/** SWF's members for a failure, of at most 256 and 32,768 characters (swf-semantics.md §2.1). */
export interface WireFailure {
  readonly reason?: string | undefined
  readonly details?: string | undefined
}

/** The options of `failureToWire`. */
export interface FailureOptions {
  /** Shortens stacks. Default: removes the frames of Reyield and of Node. */
  readonly stackOf?: (stack: string) => string
  /**
   * Returns what is recorded of an error besides name, message, code and stack. The result is written as JSON; `undefined` records
   * nothing. Default, also if the function throws: own properties that are scalars or flat data, without those whose name or value
   * looks like a secret.
   */
  readonly errorData?: ErrorData | undefined
  /** `result` if an activity's result couldn't be written, `input` if its input is invalid. A retry would change nothing. */
  readonly of?: 'result' | 'input' | undefined
}

const mostReason = 256
const format = 1

/**
 * Converts an error to SWF's members for a failure. `reason` is `<ClassName>: <message>`, for people and other deciders. `details` is
 * the envelope `{"reyield":1,"name","message","code","by","of","classes","stack","cause","errors","data"}`. If it's too long, it's
 * shortened: stacks first, then causes, errors and data, then the message; strings lose their middle. Never throws.
 *
 * @example
 * ```ts
 * failureToWire(new RangeError('too much')).reason // 'RangeError: too much'
 * ```
 */
export function failureToWire(
  error: unknown,
  { stackOf = userStack, errorData, of }: FailureOptions = {},
): { reason: string; details: string } {
  const envelope: Envelope = { reyield: format, ...written(error, { stackOf, errorData }) }
  if (of !== undefined) envelope.of = of
  const reason = envelope.name === '' ? envelope.message : `${envelope.name}: ${envelope.message}`
  return { reason: head(reason, mostReason), details: fitting(envelope) }
}

/**
 * Converts a failure that Reyield wrote back to an error with `name`, `message`, `stack`, `code`, `data`, `errors` and the chain of
 * causes. `isReyieldError` is true for errors whose code Reyield wrote; these also have their data as properties. Returns undefined
 * for a failure of another program: use its `reason` and `details`.
 *
 * @example
 * ```ts
 * const error = failureFromWire({ reason, details }) ?? new Error(reason)
 * ```
 */
export function failureFromWire({ details }: WireFailure): Error | undefined {
  const envelope = envelopeOf(details)
  try {
    return envelope && revived(envelope)
  } catch {
    return undefined
  }
}

/** The `reason` without the message: the class only (`CardDeclined`). */
export function classOnly(details: string | undefined): string {
  const envelope = envelopeOf(details)
  const name = typeof envelope?.name === 'string' ? envelope.name : 'Error'
  return head(name === '' ? 'a value that is no Error' : name, mostReason)
}

/** Shortens an envelope to at most `most` characters; undefined for details of another program. */
export function shortDetails(details: string, most: number): string | undefined {
  const envelope = envelopeOf(details)
  return envelope && fitting(envelope as Envelope, most)
}

function envelopeOf(details: string | undefined): Partial<Envelope> | undefined {
  if (details === undefined) return undefined
  try {
    const envelope = JSON.parse(details) as Partial<Envelope> | null
    return envelope?.reyield === format ? envelope : undefined
  } catch {
    return undefined
  }
}
