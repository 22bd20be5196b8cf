/** A counted number of places for tasks; who finds none free waits in line. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Takes a place; resolves when there is one. */
  async take(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  /** Lets everybody in who waits, now and later: there will be no more tasks. */
  close(): void {
    this.#free = Infinity
    for (const next of this.#waiting.splice(0)) next()
  }

  /** Gives a place back: to the first in line, if somebody waits. */
  release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
