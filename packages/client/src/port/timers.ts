import { setTimeout as wait } from 'node:timers/promises'

/** All waiting of client and worker goes through here, so that a test holds time in its hand. */
export interface Timers {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>
}

/** Node's timers fire at once when they are given more milliseconds. */
const longestTimer = 2 ** 31 - 1

/** The process's own clock. */
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
