/**
 * Whether the client of a request is still there. The AbortSignal is created on first use, since few requests wait. It's aborted when the
 * request must wait no longer.
 */
export class Client {
  #gone = false
  #waits = true
  #controller: AbortController | undefined

  get gone(): boolean {
    return this.#gone
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (!this.#waits) this.endWait()
    }
    return this.#controller.signal
  }

  leave(): void {
    this.#gone = true
    this.endWait()
  }

  /** The client waits no longer, but still reads a response. */
  endWait(): void {
    this.#waits = false
    this.#controller?.abort(new Error('The client has closed the connection'))
  }
}
