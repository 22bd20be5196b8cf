import type { ErrorCode } from './catalogue.ts'

const brand = Symbol.for('reyield.error')

/**
 * The root of Reyield's errors. `code` is stable and stands in `docs/errors.md`; the message says what happened, where,
 * what was expected and what to do.
 *
 * @example
 * ```ts
 * try {
 *   yield* charge(order)
 * } catch (error) {
 *   if (isReyieldError(error, 'ACTIVITY_TIMED_OUT')) return 'too late'
 *   throw error
 * }
 * ```
 */
export class ReyieldError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
  /** Branded, not `instanceof`: two copies of the package may meet in one program. */
  get [brand](): true {
    return true
  }
}

/**
 * Tells whether an error is one of Reyield's, of a given code if one is given.
 *
 * @example
 * ```ts
 * isReyieldError(error, 'STUCK')
 * ```
 */
export function isReyieldError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is ReyieldError<Code> {
  return (
    typeof error === 'object' &&
    error !== null &&
    brand in error &&
    (code === undefined || (error as ReyieldError).code === code)
  )
}
