/** The requests that were read completely and have no response yet. */
export class RequestsInProgress {
  readonly #exchanges = new Set<object>()
  #waiting: (() => void) | undefined
  #closing = false

  /** Whether the server is closing. Then the next response on a connection is its last one. */
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

  /** Starts closing. */
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
