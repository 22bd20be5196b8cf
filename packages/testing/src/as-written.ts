import type { Serializer } from '@reyield/workflow'

class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/**
 * A value by the text that its serializer has written: an input or a signal's value of a test that no literal can say, an instance of a
 * class, say. Explorations print it in their tests.
 *
 * @example
 * ```ts
 * const execution = await scenario(order, asWritten('{"json":{"id":"7"}}'), { activities })
 * ```
 */
export function asWritten<T>(text: string): T {
  return new Written(text) as T
}

/** The text of a value, as its serializer writes it or has written it. */
export const writtenBy = (serializer: Serializer, value: unknown): string | undefined =>
  value instanceof Written ? value.text : serializer.serialize(value)
