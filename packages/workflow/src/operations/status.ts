import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `status` returns. It doesn't wait. */
export interface StatusOperation extends Operation<void> {
  readonly kind: 'status'
  readonly value: unknown
}

/**
 * Sets the status of the execution, which `handle.status()` reads, also after the execution has closed. It's stored in SWF's
 * execution context, which DescribeWorkflowExecution shows. Each call replaces the status before. A serialized status may have up
 * to 32,768 characters.
 *
 * @example
 * ```ts
 * yield* status({ step: 'packing', boxes: 3 })
 * ```
 */
export function status(value: unknown): StatusOperation {
  return operation<void, { kind: 'status'; value: unknown }>({ kind: 'status', value })
}

mark('call', status)
