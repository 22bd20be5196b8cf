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

/**
 * A payload pipeline, or one of its codecs, is set up wrongly.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PIPELINE_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidPipelineError extends ReyieldError<'PIPELINE_INVALID'> {
  static {
    this.prototype.name = 'InvalidPipelineError'
  }
  constructor(problem: string, expected: string, options?: ErrorOptions) {
    super(
      'PIPELINE_INVALID',
      `The payload pipeline can't be used: ${problem}. Expected was: ${expected}`,
      options,
    )
  }
}

/**
 * A payload was written with a codec that its reader doesn't have.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CODEC_MISSING')) console.error(error.message)
 * ```
 */
export class MissingCodecError extends ReyieldError<'CODEC_MISSING'> {
  static {
    this.prototype.name = 'MissingCodecError'
  }
  /** The name of the codec, which the payload contains. */
  readonly codec: string
  constructor(codec: string, present: readonly string[]) {
    const has =
      present.length === 0 ? 'this reader has no codecs' : `this reader has only ${present.join(', ')}`
    super(
      'CODEC_MISSING',
      `A payload needs the codec '${codec}', and ${has}: add the codec to the pipeline. All clients and workers of a domain must have ` +
        `the same pipeline`,
    )
    this.codec = codec
  }
}

/**
 * A payload isn't encoded by a codec that is required.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_UNENCODED')) console.error(error.message)
 * ```
 */
export class UnencodedPayloadError extends ReyieldError<'PAYLOAD_UNENCODED'> {
  static {
    this.prototype.name = 'UnencodedPayloadError'
  }
  /** The name of the codec. */
  readonly codec: string
  constructor(codec: string, used: readonly string[]) {
    const by = used.length === 0 ? 'by no codec' : `only by ${used.join(', ')}`
    super(
      'PAYLOAD_UNENCODED',
      `A payload isn't encoded by the required codec '${codec}': it's encoded ${by}. Find out who wrote it. If such payloads are to be ` +
        `read, the codec must not be required`,
    )
    this.codec = codec
  }
}
