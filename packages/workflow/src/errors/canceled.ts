import { OperationError } from './reyield-error.ts'

/**
 * The execution was asked to cancel itself. Thrown once, at everything that the workflow waits for; operations after it
 * work as before, so a `catch` compensates. A workflow that it leaves closes as CANCELED, one that returns as COMPLETED.
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
