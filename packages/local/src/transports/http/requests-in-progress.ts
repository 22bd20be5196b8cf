/** The requests that were read completely and aren't answered yet. */
export class RequestsInProgress {
  readonly #exchanges = new Set<object>()
  #waiting: (() => void) | undefined
  #closing = false

  /** Whether the transport is being closed: what is answered from here on is the last on its connection. */
  get closing(): boolean {
    return this.#closing
  }

  add(exchange: object): void {
    this.#exchanges.add(exchange)
  }

  has(exchange: object): boolean {
    return this.#exchanges.has(exchange)
  }

  delete(exchange: object): void {
    if (this.#exchanges.delete(exchange) && this.#exchanges.size === 0) this.#waiting?.()
  }

  /** From here on the transport is being closed. */
  close(): void {
    this.#closing = true
  }

  /** Resolves when all of them are answered, or after `grace` milliseconds. */
  async answered(grace: number): Promise<void> {
    if (this.#exchanges.size === 0) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, grace)
      this.#waiting = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
