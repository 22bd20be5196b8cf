/**
 * Where `offload` stores payloads. Keys have printable ASCII characters, and slashes between their three parts. What is stored under a key
 * never changes.
 *
 * @example
 * ```ts
 * const store: PayloadStore = {
 *   put: (key, bytes) => bucket.upload(key, bytes),
 *   get: key => bucket.download(key),
 * }
 * ```
 */
export interface PayloadStore {
  /** Stores bytes. It resolves when they would survive a crash, since what refers to them is sent to SWF after that. */
  put(key: string, bytes: Uint8Array): Promise<unknown>
  /** Returns what was stored; `undefined` if the store has nothing under the key. */
  get(key: string): Promise<Uint8Array | undefined>
}
