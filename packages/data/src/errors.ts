import { ReyieldError } from '@reyield/workflow'

/**
 * A value that would be lost or changed on the wire; `path` leads to it: `$.items[3].callback`.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE')) console.error(error.message)
 * ```
 */
export class UnserializablePayloadError extends ReyieldError<'PAYLOAD_UNSERIALIZABLE'> {
  readonly path: string
  /** What is wrong with the value there. */
  readonly problem: string
  /** `field` is what the value was to be, where that is known: `The input of activity 'charge' (id '1')`. */
  constructor(serializer: string, path: string, problem: string, field?: string) {
    super(
      'PAYLOAD_UNSERIALIZABLE',
      field === undefined
        ? `The serializer '${serializer}' can't write ${path}: ${problem}`
        : `${field} can't be written: the serializer '${serializer}' refuses ${path}: ${problem}`,
    )
    this.path = path
    this.problem = problem
  }
}

/**
 * A string that the serializer didn't write. The message goes into logs and has nothing of it; `excerpt` is its beginning.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNREADABLE')) console.error(error.message)
 * ```
 */
export class UnreadablePayloadError extends ReyieldError<'PAYLOAD_UNREADABLE'> {
  /** Up to 60 characters. */
  readonly excerpt: string
  constructor(serializer: string, text: string, problem: string, cause?: unknown) {
    super(
      'PAYLOAD_UNREADABLE',
      `${problem} (${text.length} characters; the error's excerpt begins it). Expected what the serializer ` +
        `'${serializer}' writes; if a peer writes otherwise, give the workflow or the activity its serializer ('json' or 'text')`,
      cause === undefined ? undefined : { cause },
    )
    this.excerpt = text.length > 60 ? `${text.slice(0, 57)}...` : text
  }
}

/**
 * A serialised value that is longer than SWF allows for its field.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_TOO_LONG')) console.error(error.message)
 * ```
 */
export class PayloadTooLongError extends ReyieldError<'PAYLOAD_TOO_LONG'> {
  readonly field: string
  readonly length: number
  readonly limit: number
  constructor(field: string, length: number, limit: number) {
    super(
      'PAYLOAD_TOO_LONG',
      `${field} has ${length} characters, SWF allows ${limit}: pass less, or store it elsewhere and pass a reference to it`,
    )
    this.field = field
    this.length = length
    this.limit = limit
  }
}
