import { OperationError } from './reyield-error.ts'

/**
 * The execution was asked to cancel itself. The error is thrown once, at everything that the workflow waits for. Operations work
 * as before afterwards, so a `catch` can compensate. If the workflow ends with this error, the execution closes as CANCELED. If the
 * workflow returns, the execution closes as COMPLETED.
 *
 * @example
 * ```ts
 * try {
 *   yield* ship(order)
 * } catch (error) {
 *   if (isReyieldError(error, 'CANCELED')) yield* refund(order)
 *   throw error
 * }
 * ```
 */
export class CanceledError extends OperationError<'CANCELED'> {
  static {
    this.prototype.name = 'CanceledError'
  }
  constructor() {
    super('CANCELED', 'The execution was asked to cancel itself')
  }
}
