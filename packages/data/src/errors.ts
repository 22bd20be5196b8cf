import { ReyieldError } from '@reyield/workflow'

/**
 * Part of a value would be lost or changed if it were serialized. `path` says which part: `$.items[3].callback`. The message may be
 * logged, so it shows the path without names: `$.…[3].…`.
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
  /** The path of the part, with names. */
  readonly path: string
  /** Why the part can't be written. */
  readonly problem: string
  /** `field` names the value in the message, if it's known what the value is: `The input of activity 'charge' (id '1')`. */
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

/** A path with its indices and without its names, which may be part of a payload. */
const withoutNames = (path: string): string =>
  path.replace(/\.[^.[\]]+|\["(?:[^"\\]|\\.)*"\]|\[Symbol\([^]*\)\]/gu, part =>
    part[0] === '.' ? '.…' : '[…]',
  )

/**
 * A serializer can't read a string, because it didn't write it. The message may be logged, so it contains nothing of the string.
 * `excerpt` has its beginning.
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
  /** The first 60 characters of the string. It's a getter of the class, so that it isn't shown when the error is printed. */
  get excerpt(): string {
    return this.#excerpt
  }
  constructor(serializer: string, text: string, problem: string, cause?: unknown) {
    super(
      'PAYLOAD_UNREADABLE',
      `${problem} (${text.length} characters; the error's excerpt has its beginning). Expected a text that the serializer ` +
        `'${serializer}' has written. If another program has written it, set its serializer ('json' or 'text') at the workflow, ` +
        `activity or signal`,
      cause === undefined ? undefined : { cause },
    )
    this.#excerpt = text.length > 60 ? `${text.slice(0, 57)}...` : text
  }
}

/**
 * A serialized and encoded value is longer than SWF allows for its field.
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
  /** The field, for instance `The input of activity 'charge'`. */
  readonly field: string
  /** The length in characters (UTF-16 code units). */
  readonly length: number
  /** SWF's limit in characters. */
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
