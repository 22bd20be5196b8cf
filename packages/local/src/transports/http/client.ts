/** Whether the client of a request is still there. The AbortSignal is created on first use, since few requests wait. */
export class Client {
  #gone = false
  #controller: AbortController | undefined

  get gone(): boolean {
    return this.#gone
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#gone) this.leave()
    }
    return this.#controller.signal
  }

  leave(): void {
    this.#gone = true
    this.#controller?.abort(new Error('The client has closed the connection'))
  }
}
