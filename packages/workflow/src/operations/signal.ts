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

/** 'Receive the next signal of this name', as data. */
export interface ReceiveOperation<T> extends Operation<T> {
  readonly kind: 'receive'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
  /** What the signal must carry. */
  readonly schema: AnySchema | undefined
}

/** What becomes of a signal that can't be read or is invalid: see {@link SignalOptions.onUnreadable}. */
export type OnUnreadable = 'throw' | 'skip'

/** 'All signals of this name that have come', or how many, as data; done at once. */
export interface LookOperation<T> extends Operation<T> {
  readonly kind: 'drain' | 'pending'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
  readonly schema: AnySchema | undefined
}

/**
 * A channel of signals, typed by what they carry. It is itself the operation 'receive the next': signals are buffered, in
 * order, and each goes to one receiver, the one that has waited longest.
 */
export interface Signal<T> extends ReceiveOperation<T> {
  /** Receives the next signal; TimeoutError (TIMED_OUT) is thrown if none comes in time. */
  receive(this: void, options: { timeout: Duration | Date }): TimeoutOperation<T>
  /**
   * All signals that have come and were not received, oldest first; doesn't wait. Those of this decision task are among
   * them, also where an event that came before them hasn't been delivered yet (so `now()` may be earlier than a signal).
   */
  drain(this: void): LookOperation<T[]>
  /** How many signals have come and were not received, as `drain()` would return them; doesn't wait. */
  pending(this: void): LookOperation<number>
}

/** How a channel of signals is declared. */
export interface SignalOptions {
  /** How senders write what the signal carries. Default: the workflow's serializer. */
  serializer?: Serializer
  /**
   * What becomes of a signal that the serializer can't read, or that the schema refuses, because it was sent by hand, or by an
   * older or a newer version of the sender. `skip` (default): it is dropped, with a warning that names the signal and its
   * event. `throw`: its receiver gets an UnreadablePayloadError (PAYLOAD_UNREADABLE) or an InvalidInputError (INPUT_INVALID), and
   * the next receiver the next signal. The decision is recorded, so that later changes of serializer, schema or option don't
   * change it.
   */
  onUnreadable?: OnUnreadable
}

/** How a channel of signals declares what they must carry. */
export interface SignalSchema<S> {
  /**
   * A schema of what the signal carries (zod, valibot, arktype, or another library that follows Standard Schema); the signal's
   * type is inferred from it. It checks the value as it is recorded and never changes it: its input and output types must be the
   * same, and it must answer at once. A client or a workflow that has the declaration refuses to send another value
   * (INPUT_INVALID); for a signal that comes from elsewhere see `onUnreadable`.
   */
  schema?: S
}

/**
 * Declares a channel of signals by SWF's name for them. Declare it once, beside the workflow.
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
      `The name of a signal has 1 to 256 characters; this one has ${String(name).length}`,
    )
  }
  if (name.startsWith('~')) {
    throw new InvalidDefinitionError(
      `The name of signal '${name}' begins with '~': those names belong to Reyield; begin it with a letter`,
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
