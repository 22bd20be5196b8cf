import { checkLength, checkWritten } from '@reyield/data/internal'
import type { AnySchema, Duration, Serializer, Signal } from '@reyield/workflow'
import { writtenBy } from '../as-written.ts'

/** A signal that will arrive. */
export interface SentSignal {
  readonly name: string
  readonly value: unknown
  readonly serializer: Serializer | undefined
  readonly schema: AnySchema | undefined
  readonly after: Duration | undefined
}

/**
 * A signal for the options. It arrives when the workflow waits for it, or at the time `after` the start.
 *
 * @example
 * ```ts
 * await run(order, cart, { activities, signals: [send(approved, { by: 'ann' }), send(note, 'hurry', { after: '2h' })] })
 * ```
 */
export function send<T>(
  signal: Signal<T> | string,
  ...[value, options]: undefined extends T
    ? [value?: T, options?: { readonly after?: Duration }]
    : [value: T, options?: { readonly after?: Duration }]
): SentSignal {
  return sent(signal, value, options?.after)
}

/**
 * A signal by its declaration or its name. By its name alone, its value is sent unchecked, as if another program sent
 * it.
 */
export function sent<T>(signal: Signal<T> | string, value: T | undefined, after?: Duration): SentSignal {
  return typeof signal === 'string'
    ? { name: signal, value, serializer: undefined, schema: undefined, after }
    : { name: signal.signalName, value, serializer: signal.serializer, schema: signal.schema, after }
}

/**
 * The serialized value of a signal.
 *
 * @throws InvalidInputError (INPUT_INVALID) if the signal's schema rejects it
 */
export function writeSignal(
  { name, value, serializer: own, schema }: SentSignal,
  byDefault: Serializer,
): string | undefined {
  const serializer = own ?? byDefault
  const text = writtenBy(serializer, value)
  const what = `The input of signal '${name}'`
  if (schema !== undefined) checkWritten(text, serializer, schema, what)
  checkLength(text, what)
  return text
}
