import { setTimeout as wait } from 'node:timers/promises'

/** All waiting of client and worker goes through here, so that a test holds time in its hand. */
export interface Timers {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>
}

/** The process's own clock. */
export const realTimers: Timers = Object.freeze({
  now: () => Date.now(),
  async sleep(milliseconds: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}) {
    signal?.throwIfAborted()
    try {
      await wait(milliseconds, undefined, signal === undefined ? {} : { signal })
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    }
  },
})
