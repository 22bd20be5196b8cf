import type { Serializer } from '@reyield/workflow'

class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/**
 * A value given by the text that its serializer writes, for an input or a signal's value that has no literal, such as
 * an instance of a class. Explorations print it in their tests.
 *
 * @example
 * ```ts
 * const execution = await scenario(order, asWritten('{"json":{"id":"7"}}'), { activities })
 * ```
 */
export function asWritten<T>(text: string): T {
  return new Written(text) as T
}

/** The text of a value: as its serializer writes it, or as `asWritten` gives it. */
export const writtenBy = (serializer: Serializer, value: unknown): string | undefined =>
  value instanceof Written ? value.text : serializer.serialize(value)
