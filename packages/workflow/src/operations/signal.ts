import type { Duration } from '../duration.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'
import type { Serializer } from '../serializer.ts'
import { timeout, type TimeoutOperation } from './timeout.ts'

/** 'Receive the next signal of this name', as data. */
export interface ReceiveOperation<T> extends Operation<T> {
  readonly kind: 'receive'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
}

/** What becomes of a signal that can't be read: see {@link SignalOptions.onUnreadable}. */
export type OnUnreadable = 'throw' | 'skip'

/** 'All signals of this name that have come', or how many, as data; done at once. */
export interface LookOperation<T> extends Operation<T> {
  readonly kind: 'drain' | 'pending'
  readonly signalName: string
  readonly serializer: Serializer | undefined
  readonly onUnreadable: OnUnreadable
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
   * What becomes of a signal that the serializer can't read, because it was sent by hand, or by an older or a newer version
   * of the sender. `skip` (default): it is dropped, with a warning that names the signal and its event. `throw`: its receiver
   * gets an UnreadablePayloadError (PAYLOAD_UNREADABLE), and the next receiver the next signal. The decision is recorded, so
   * that later changes of serializer or option don't change it.
   */
  onUnreadable?: OnUnreadable
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
export function signal<T = void>(name: string, options: SignalOptions = {}): Signal<T> {
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
      `onUnreadable of signal '${name}' is '${String(onUnreadable)}': expected 'skip' or 'throw'`,
    )
  }
  const fields = { signalName: name, serializer: options.serializer, onUnreadable }
  return operation<T, Omit<Signal<T>, keyof Operation<T>> & { kind: 'receive' }>({
    kind: 'receive',
    ...fields,
    receive: ({ timeout: until }) =>
      timeout(operation<T, { kind: 'receive' } & typeof fields>({ kind: 'receive', ...fields }), until),
    drain: () => operation<T[], { kind: 'drain' } & typeof fields>({ kind: 'drain', ...fields }),
    pending: () => operation<number, { kind: 'pending' } & typeof fields>({ kind: 'pending', ...fields }),
  })
}
