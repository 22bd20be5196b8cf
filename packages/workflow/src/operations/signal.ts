import { mark, markMethods } from '../stacks/marks.ts'
import type { Duration } from '../duration.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { wrongValue } from '../errors/printed.ts'
import { operation, type Operation } from '../operation.ts'
import {
  checkSchema,
  type AnySchema,
  type CheckingSchema,
  type Schema,
  type SchemaValue,
} from '../schema/schema.ts'
import type { Serializer } from '../serializer.ts'
import { timeout, type TimeoutOperation } from './timeout.ts'

/** The operation that receives the next signal of a name. */
export interface ReceiveOperation<T> extends Operation<T> {
  readonly kind: 'receive'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
  /** The schema of the signal's value. */
  readonly schema: AnySchema | undefined
}

/** What happens to a signal that can't be read or is invalid; see {@link SignalOptions.onUnreadable}. */
export type OnUnreadable = 'throw' | 'skip'

/** The operation that `drain()` and `pending()` of a signal return. It doesn't wait. */
export interface LookOperation<T> extends Operation<T> {
  readonly kind: 'drain' | 'pending'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
  readonly schema: AnySchema | undefined
}

/**
 * A declared signal. It is itself the operation that receives the next signal of its name. Signals that arrive early are kept in
 * order. Each signal is received once, by the branch that has waited longest.
 *
 * @example
 * ```ts
 * const approved = signal<{ by: string }>('approved')
 * const review = workflow({ name: 'review', executionStartToClose: '7 days' }, async function* () {
 *   const { by } = yield* approved // or approved.receive({ timeout: '2 days' })
 *   return by
 * })
 * ```
 */
export interface Signal<T> extends ReceiveOperation<T> {
  /** Receives the next signal. Throws TimeoutError (TIMED_OUT) if none arrives in time. */
  receive(this: void, options: { timeout: Duration | Date }): TimeoutOperation<T>
  /**
   * Returns all signals that have arrived and weren't received, oldest first, without waiting. They include all signals of the
   * present decision task, even those after the event at which the workflow goes on. So `now()` may be earlier than a signal.
   */
  drain(this: void): LookOperation<T[]>
  /** Returns how many signals `drain()` would return, without waiting. */
  pending(this: void): LookOperation<number>
}

/**
 * The options of `signal`.
 *
 * @example
 * ```ts
 * const approved = signal<{ by: string }>('approved', { serializer: json, onUnreadable: 'throw' })
 * ```
 */
export interface SignalOptions {
  /** How senders write the signal's value. Default: the workflow's serializer. */
  serializer?: Serializer
  /**
   * What happens to a signal that the serializer can't read or the schema rejects: it may have been sent by hand, or by another
   * version of the sender.
   *
   * - `skip` (default): the signal is ignored, and the worker logs a warning with its name and event.
   * - `throw`: the receiver gets an UnreadablePayloadError (PAYLOAD_UNREADABLE) or an InvalidInputError (INPUT_INVALID).
   *
   * What happened to a signal is recorded, so later changes of serializer, schema or option don't change it.
   */
  onUnreadable?: OnUnreadable
}

/** The option of `signal` that declares the value. */
export interface SignalSchema<S> {
  /**
   * A schema of the value: of zod, valibot, arktype, or another library that follows Standard Schema. TypeScript infers the type
   * of the value from it. The schema checks the value as it is recorded and never changes it. Its input and output types must
   * therefore be the same, and it must validate synchronously. Clients and workflows that send the declared signal throw
   * INPUT_INVALID for an invalid value. For signals of other senders see `onUnreadable`.
   */
  schema?: S
}

/**
 * Declares a signal by its name. Declare it once, beside the workflow.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * export const approved = signal<{ by: string }>('approved')
 * // in a workflow
 * const { by } = yield* approved
 * const answer = yield* race({ approved, late: sleep('2 days') })
 * ```
 */
export function signal<S extends AnySchema>(
  name: string,
  options: SignalOptions & Required<SignalSchema<S & CheckingSchema<S>>>,
): Signal<SchemaValue<S>>
export function signal<T = void>(
  name: string,
  options?: SignalOptions & SignalSchema<Schema<NoInfer<T>>>,
): Signal<T>
export function signal<T>(name: string, options: SignalOptions & SignalSchema<AnySchema> = {}): Signal<T> {
  if (typeof name !== 'string' || name.length < 1 || name.length > 256) {
    throw new InvalidDefinitionError(
      `The name of a signal has ${String(name).length} characters: SWF allows 1 to 256`,
    )
  }
  if (name.startsWith('~')) {
    throw new InvalidDefinitionError(
      `The name of signal '${name}' begins with '~', as Reyield's own names do: begin it with a letter`,
    )
  }
  const { onUnreadable = 'skip' } = options
  if (onUnreadable !== 'skip' && onUnreadable !== 'throw') {
    throw new InvalidDefinitionError(
      `onUnreadable of signal '${name}' is ${wrongValue(onUnreadable)}: expected 'skip' or 'throw'`,
    )
  }
  const schema = checkSchema(options.schema, `Signal '${name}'`)
  const fields = { signalName: name, serializer: options.serializer, onUnreadable, schema }
  const methods: Pick<Signal<T>, 'receive' | 'drain' | 'pending'> = {
    receive: ({ timeout: until }) =>
      timeout(operation<T, { kind: 'receive' } & typeof fields>({ kind: 'receive', ...fields }), until),
    drain: () => operation<T[], { kind: 'drain' } & typeof fields>({ kind: 'drain', ...fields }),
    pending: () => operation<number, { kind: 'pending' } & typeof fields>({ kind: 'pending', ...fields }),
  }
  markMethods('call', methods, 'receive', 'drain', 'pending')
  return operation<T, Omit<Signal<T>, keyof Operation<T>> & { kind: 'receive' }>({
    kind: 'receive',
    ...fields,
    ...methods,
  })
}

mark('call', signal)
