import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'Let this be seen from outside', as data; done at once. */
export interface StatusOperation extends Operation<void> {
  readonly kind: 'status'
  readonly value: unknown
}

/**
 * Says where the workflow stands, for whoever looks: it becomes SWF's execution context, which DescribeWorkflowExecution
 * shows and `handle.status()` reads, also after the close. The last one counts. Up to 32,768 characters when it's written.
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
