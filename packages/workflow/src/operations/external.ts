import { mark } from '../stacks/marks.ts'
import { checkName } from '../checks/names.ts'
import { operation, type Operation } from '../operation.ts'
import type { AnySchema } from '../schema/schema.ts'
import type { Serializer } from '../serializer.ts'
import type { Signal } from './signal.ts'

/** An execution elsewhere in the domain; without `runId`, the one of that id that is open. */
export interface ExternalExecution {
  readonly workflowId: string
  readonly runId?: string | undefined
}

/** 'Send a signal to an execution' or 'ask it to cancel itself', as data. */
export interface ExternalOperation extends Operation<void> {
  readonly kind: 'signalExternal' | 'cancelExternal'
  readonly workflowId: string
  readonly runId: string | undefined
  readonly signalName: string
  readonly input: unknown
  readonly serializer: Serializer | undefined
  /** What the signal must carry. */
  readonly schema: AnySchema | undefined
}

/**
 * Sends a signal to another execution of the domain and waits until SWF has delivered it.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); into the workflow: ExternalSignalError (EXTERNAL_SIGNAL_FAILED) if
 * no such execution is open, or the decider isn't permitted to
 * @example
 * ```ts
 * yield* signalExternal({ workflowId: `cart-${customer}` }, paid, { amount })
 * ```
 */
export function signalExternal<V>(
  execution: ExternalExecution,
  signal: Signal<V> | string,
  ...[value]: undefined extends V ? [value?: V] : [value: V]
): ExternalOperation {
  const named =
    typeof signal === 'string' ? { signalName: signal, serializer: undefined, schema: undefined } : signal
  return external('signalExternal', execution, named, value)
}

/**
 * Asks another execution of the domain to cancel itself and waits until SWF has delivered the request; what the execution
 * makes of it is its own affair.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); into the workflow: ExternalCancelError (EXTERNAL_CANCEL_FAILED)
 * @example
 * ```ts
 * yield* cancelExternal({ workflowId: `reminder-${order.id}` })
 * ```
 */
export function cancelExternal(execution: ExternalExecution): ExternalOperation {
  return external(
    'cancelExternal',
    execution,
    { signalName: '', serializer: undefined, schema: undefined },
    undefined,
  )
}

function external(
  kind: ExternalOperation['kind'],
  { workflowId, runId }: ExternalExecution,
  { signalName, serializer, schema }: Pick<ExternalOperation, 'signalName' | 'serializer' | 'schema'>,
  input: unknown,
): ExternalOperation {
  checkName(workflowId, `The workflow id of ${kind}`)
  return operation<
    void,
    Omit<ExternalOperation, keyof Operation<void>> & { kind: ExternalOperation['kind'] }
  >({
    kind,
    workflowId,
    runId,
    signalName,
    input,
    serializer,
    schema,
  })
}

mark('call', signalExternal, cancelExternal)
