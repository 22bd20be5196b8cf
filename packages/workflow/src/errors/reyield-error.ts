import type { ErrorCode } from './catalogue.ts'

/** On all errors of Reyield, of any copy of this package. */
export const brand = Symbol.for('reyield.error')

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
  /** A literal, here and in every class below: a bundler that shortens the names of classes leaves it as it is (rule E6). */
  static {
    this.prototype.name = 'ReyieldError'
  }
  readonly code: Code
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
  /** Branded, not `instanceof`: two copies of the package may meet in one program. */
  get [brand](): true {
    return true
  }
}

/**
 * An error that the engine throws at a `yield*`. It's made without a stack, which would show the engine; where it is thrown, it
 * gets the frames of the program that waits there.
 */
export class OperationError<Code extends ErrorCode> extends ReyieldError<Code> {
  static {
    this.prototype.name = 'OperationError'
  }
  constructor(code: Code, message: string, options?: ErrorOptions) {
    const { stackTraceLimit } = Error
    Reflect.set(Error, 'stackTraceLimit', 0)
    super(code, message, options)
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
