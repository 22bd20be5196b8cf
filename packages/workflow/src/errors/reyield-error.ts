import type { ErrorCode } from './catalogue.ts'

/** A member of all errors of Reyield, of any copy of this package. */
export const brand = Symbol.for('reyield.error')

/**
 * The base class of Reyield's errors. `code` never changes, and `docs/errors.md` has a section for each. The message says what
 * happened, where, what was expected and what to do.
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
  /** A literal, as in every class of errors: a bundler that shortens the names of classes doesn't change it (rule E6). */
  static {
    this.prototype.name = 'ReyieldError'
  }
  readonly code: Code
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
  /** A brand instead of `instanceof`, because one program may contain two copies of this package. */
  get [brand](): true {
    return true
  }
}

/**
 * An error that the engine throws at a `yield*`. It's made without a stack, because the stack would show the engine. When it's
 * thrown, it gets the stack frames of the code that waits there.
 *
 * @example
 * ```ts
 * try {
 *   yield* charge(order)
 * } catch (error) {
 *   if (error instanceof OperationError) yield* log.warn(error.message, { code: error.code })
 *   throw error
 * }
 * ```
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
