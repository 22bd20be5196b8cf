import { mark } from '../stacks/marks.ts'
import { checkName } from '../checks/names.ts'
import { operation, type Operation } from '../operation.ts'
import type { AnySchema } from '../schema/schema.ts'
import type { Serializer } from '../serializer.ts'
import type { Signal } from './signal.ts'

/** Another execution of the domain. Without `runId` it's the open one with the workflow id. */
export interface ExternalExecution {
  readonly workflowId: string
  readonly runId?: string | undefined
}

/** The operation that `signalExternal` and `cancelExternal` return. */
export interface ExternalOperation extends Operation<void> {
  readonly kind: 'signalExternal' | 'cancelExternal'
  readonly workflowId: string
  readonly runId: string | undefined
  readonly signalName: string
  readonly input: unknown
  readonly serializer: Serializer | undefined
  /** The schema of the signal's value. */
  readonly schema: AnySchema | undefined
}

/**
 * Sends a signal to another execution of the domain and waits until SWF has delivered it.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); at its `yield*` ExternalSignalError (EXTERNAL_SIGNAL_FAILED) if no such
 * execution is open, or the decider lacks the permission
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
 * Asks another execution of the domain to cancel itself and waits until SWF has delivered the request. It doesn't wait for what
 * the other execution does about it.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); at its `yield*` ExternalCancelError (EXTERNAL_CANCEL_FAILED) if no such
 * execution is open, or the decider lacks the permission
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
