import { setTimeout as wait } from 'node:timers/promises'

/** The clock of clients and workers. All their waits use it, so that tests can control the time. */
export interface Timers {
  /** The time in milliseconds since 1970. */
  now(): number
  /** Resolves after so many milliseconds. Rejects with the signal's reason if the signal is aborted. */
  sleep(milliseconds: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>
}

/** Node's longest timer in milliseconds; longer ones fire at once. */
const longestTimer = 2 ** 31 - 1

/** The clock of the process. */
export const realTimers: Timers = Object.freeze({
  now: () => Date.now(),
  async sleep(milliseconds: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}) {
    signal?.throwIfAborted()
    try {
      for (let left = milliseconds; ; left -= longestTimer) {
        await wait(Math.min(left, longestTimer), undefined, signal === undefined ? {} : { signal })
        if (left <= longestTimer) return
      }
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    }
  },
})
