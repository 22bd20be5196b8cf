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
}

/** 'All signals of this name that have come', or how many, as data; done at once. */
export interface LookOperation<T> extends Operation<T> {
  readonly kind: 'drain' | 'pending'
  readonly signalName: string
  readonly serializer: Serializer | undefined
}

/**
 * A channel of signals, typed by what they carry. It is itself the operation 'receive the next': signals are buffered, in
 * order, and each goes to one receiver, the one that has waited longest.
 */
export interface Signal<T> extends ReceiveOperation<T> {
  /** Receives the next signal; TimeoutError (TIMED_OUT) is thrown if none comes in time. */
  receive(this: void, options: { timeout: Duration | Date }): TimeoutOperation<T>
  /** All signals that have come and were not received, oldest first; doesn't wait. */
  drain(this: void): LookOperation<T[]>
  /** How many signals have come and were not received; doesn't wait. */
  pending(this: void): LookOperation<number>
}

/** How a channel of signals is declared. */
export interface SignalOptions {
  /** How senders write what the signal carries. Default: the workflow's serializer. */
  serializer?: Serializer
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
  const fields = { signalName: name, serializer: options.serializer }
  return operation<T, Omit<Signal<T>, keyof Operation<T>> & { kind: 'receive' }>({
    kind: 'receive',
    ...fields,
    receive: ({ timeout: until }) =>
      timeout(operation<T, { kind: 'receive' } & typeof fields>({ kind: 'receive', ...fields }), until),
    drain: () => operation<T[], { kind: 'drain' } & typeof fields>({ kind: 'drain', ...fields }),
    pending: () => operation<number, { kind: 'pending' } & typeof fields>({ kind: 'pending', ...fields }),
  })
}
