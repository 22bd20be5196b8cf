/**
 * Turns a value into the one string that SWF carries, and back. Synchronous: replay uses it (design: ports).
 * Implementations are in `@reyield/data`: `superjson` (the default), `json` and `text`.
 */
export interface Serializer {
  /** The name that errors show: `superjson`. */
  readonly name: string
  /**
   * The string for a value; `undefined` stands for `undefined` (the member is left out).
   * Throws an error with code PAYLOAD_UNSERIALIZABLE for what would be lost on the way.
   */
  serialize(value: unknown): string | undefined
  /** The value of a string. Throws an error with code PAYLOAD_UNREADABLE for a string that it didn't write. */
  deserialize(text: string | undefined): unknown
}
