import { setTimeout as sleep } from 'node:timers/promises'

/** Lets a number of calls a second pass, evenly. */
export class Pacer {
  readonly #interval: number
  #next = 0

  constructor(perSecond: number) {
    this.#interval = 1000 / perSecond
  }

  /** Resolves when the next call may be made. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#interval
    if (at > now) await sleep(at - now, undefined, { signal })
    else signal.throwIfAborted()
  }
}
