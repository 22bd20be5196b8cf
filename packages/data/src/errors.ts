import { ReyieldError } from '@reyield/workflow'

/**
 * A value that would be lost or changed on the wire; `path` leads to it: `$.items[3].callback`. The message goes into logs and shows
 * the way without the names: `$.…[3].…`.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE')) console.error(error.message)
 * ```
 */
export class UnserializablePayloadError extends ReyieldError<'PAYLOAD_UNSERIALIZABLE'> {
  static {
    this.prototype.name = 'UnserializablePayloadError'
  }
  readonly path: string
  /** What is wrong with the value there. */
  readonly problem: string
  /** `field` is what the value was to be, where that is known: `The input of activity 'charge' (id '1')`. */
  constructor(serializer: string, path: string, problem: string, field?: string, options?: ErrorOptions) {
    const names = path === '$' ? '' : " (the error's path has the names)"
    super(
      'PAYLOAD_UNSERIALIZABLE',
      (field === undefined
        ? `The serializer '${serializer}' can't write ${withoutNames(path)}: ${problem}`
        : `${field} can't be written: the serializer '${serializer}' refuses ${withoutNames(path)}: ${problem}`) +
        names,
      options,
    )
    this.path = path
    this.problem = problem
  }
}

/** A path without what may be part of a payload: its names. Indices stay. */
const withoutNames = (path: string): string =>
  path.replace(/\.[^.[\]]+|\["(?:[^"\\]|\\.)*"\]|\[Symbol\([^]*\)\]/gu, part =>
    part[0] === '.' ? '.…' : '[…]',
  )

/**
 * A string that the serializer didn't write. The message goes into logs and has nothing of it; `excerpt` is its beginning.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNREADABLE')) console.error(error.message)
 * ```
 */
export class UnreadablePayloadError extends ReyieldError<'PAYLOAD_UNREADABLE'> {
  static {
    this.prototype.name = 'UnreadablePayloadError'
  }
  readonly #excerpt: string
  /** Up to 60 characters. No property of the error itself: what prints errors doesn't show it. */
  get excerpt(): string {
    return this.#excerpt
  }
  constructor(serializer: string, text: string, problem: string, cause?: unknown) {
    super(
      'PAYLOAD_UNREADABLE',
      `${problem} (${text.length} characters; the error's excerpt begins it). Expected what the serializer ` +
        `'${serializer}' writes; if a peer writes otherwise, give the workflow or the activity its serializer ('json' or 'text')`,
      cause === undefined ? undefined : { cause },
    )
    this.#excerpt = text.length > 60 ? `${text.slice(0, 57)}...` : text
  }
}

/**
 * A serialized value that is longer than SWF allows for its field.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_TOO_LONG')) console.error(error.message)
 * ```
 */
export class PayloadTooLongError extends ReyieldError<'PAYLOAD_TOO_LONG'> {
  static {
    this.prototype.name = 'PayloadTooLongError'
  }
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
