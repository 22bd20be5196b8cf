/** Limits the number of tasks at a time. Callers beyond the limit wait in the order of their calls. */
export class ConcurrencyLimit {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Resolves when one more task may begin. */
  async take(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  /** Releases all current and future waiters: there will be no more tasks. */
  close(): void {
    this.#free = Infinity
    for (const next of this.#waiting.splice(0)) next()
  }

  /** Lets the first waiting caller begin, or else the next one. */
  release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
