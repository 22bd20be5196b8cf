import { userStack } from '@reyield/workflow/internal'
import { fitting, head, type Envelope } from './envelope.ts'
import type { ErrorData } from './error-data.ts'
import { revived } from './revived-error.ts'
import { written } from './written-error.ts'

/** SWF's members for a failure: at most 256 and 32,768 characters (swf-semantics.md §2.1). */
export interface WireFailure {
  readonly reason?: string | undefined
  readonly details?: string | undefined
}

/** How a failure is written. */
export interface FailureOptions {
  /** Shortens stacks. Default: without the frames of Reyield and of Node. */
  readonly stackOf?: (stack: string) => string
  /**
   * What is recorded of each error beside name, message, code and stack. What it returns is written as JSON; `undefined`: nothing.
   * Default, also where it throws: own properties that are scalars or flat data, without those that have the name of a secret or
   * look like one.
   */
  readonly errorData?: ErrorData | undefined
  /** `result`: what couldn't be written is the result of an activity; `input`: its input is invalid. Trying again changes nothing. */
  readonly of?: 'result' | 'input' | undefined
}

const mostReason = 256
const format = 1

/**
 * A failure as SWF carries it. `reason` is `<ClassName>: <message>`, readable by people and by other deciders; `details`
 * is the envelope `{"reyield":1,"name","message","code","by","of","classes","stack","cause","errors","data"}`, trimmed until it
 * fits: stacks first, then causes, errors and data, then the message, strings from their middle. Never throws, whatever was thrown.
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
 * The error of a failure that Reyield wrote: `name`, `message`, `stack`, `code`, `data`, `errors` and the chain of causes.
 * `isReyieldError` is true for those whose code Reyield wrote; these also have their data as properties. `undefined` for
 * what another program wrote; use `reason` and `details` as they are then.
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

/** What stands in `reason` where the message is not to be readable: the class alone (`CardDeclined`). */
export function classOnly(details: string | undefined): string {
  const envelope = envelopeOf(details)
  const name = typeof envelope?.name === 'string' ? envelope.name : 'Error'
  return head(name === '' ? 'a value that is no Error' : name, mostReason)
}

/** The same envelope in at most `most` characters; undefined if the details aren't ours. */
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
