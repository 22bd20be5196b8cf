/**
 * Converts a value to the one string that SWF stores, and back. It's synchronous, because replay uses it. `@reyield/data` has
 * implementations: `superjson` (the default), `json` and `text`.
 *
 * @example
 * ```ts
 * const pretty: Serializer = {
 *   name: 'pretty',
 *   serialize: value => JSON.stringify(value, undefined, 2),
 *   deserialize: text => (text === undefined ? undefined : (JSON.parse(text) as unknown)),
 * }
 * const order = workflow({ name: 'order', executionStartToClose: '1 day', serializer: pretty }, program)
 * ```
 */
export interface Serializer {
  /** The name that error messages show, for instance `superjson`. */
  readonly name: string
  /**
   * Returns the string for a value. It returns `undefined` for `undefined`; SWF's member is then left out.
   * Throws an error with code PAYLOAD_UNSERIALIZABLE if part of the value would be lost.
   */
  serialize(value: unknown): string | undefined
  /** Returns the value of a string. Throws an error with code PAYLOAD_UNREADABLE if it didn't write the string. */
  deserialize(text: string | undefined): unknown
}
