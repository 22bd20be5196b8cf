/** Rounding errors of the level, in starts. */
const rounding = 1e-9

/**
 * How often something may start: a token bucket. In any time span of `s` seconds there are at most `burst + perSecond × s` starts. `burst`
 * is one start, and as many as the rate allows in a quarter of a second. With less than that, a worker wouldn't reach its rate, because
 * SWF takes some time to respond to a poll.
 */
export class Rate {
  readonly burst: number
  readonly #perSecond: number
  #level: number
  #at = -Infinity

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.burst = 1 + perSecond / 4
    this.#level = this.burst
  }

  /** Whether there may be so many starts now. */
  allows(starts: number, now: number): boolean {
    return this.#levelAt(now) >= starts - rounding
  }

  /** Counts a start, which `allows` has allowed. */
  count(now: number): void {
    this.#level = Math.max(0, this.#levelAt(now) - 1)
  }

  /** Milliseconds until there may be so many starts, if none comes before. `Infinity` if the burst is smaller. */
  wait(starts: number, now: number): number {
    if (this.allows(starts, now)) return 0
    if (starts > this.burst) return Infinity
    return Math.ceil(((starts - rounding - this.#level) * 1000) / this.#perSecond)
  }

  #levelAt(now: number): number {
    const passed = Math.max(0, now - this.#at) // a clock may be set back
    this.#level = Math.min(this.burst, this.#level + (passed * this.#perSecond) / 1000)
    this.#at = now
    return this.#level
  }
}
