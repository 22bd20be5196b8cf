/** How long calls are counted, in milliseconds. */
const window = 60_000

/** Counts the calls of SWF's actions in the last minute. */
export class Calls {
  readonly #now: () => number
  /** Calls of each second that has some. */
  readonly #seconds = new Map<number, number>()
  /** How many calls a minute the console allows itself. What a person asks for is always done; only what runs in the background waits. */
  readonly budget: number

  constructor(budget: number, now: () => number) {
    this.budget = budget
    this.#now = now
  }

  count(): void {
    const second = Math.floor(this.#now() / 1000)
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1)
  }

  get lastMinute(): number {
    const oldest = Math.floor((this.#now() - window) / 1000)
    let sum = 0
    for (const [second, calls] of this.#seconds) {
      if (second <= oldest) this.#seconds.delete(second)
      else sum += calls
    }
    return sum
  }

  /** Whether something in the background may make a call. */
  get isLeft(): boolean {
    return this.lastMinute < this.budget
  }
}
