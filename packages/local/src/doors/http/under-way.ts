import type { ServerResponse } from 'node:http'

/** The requests that were read completely and aren't answered yet. */
export class UnderWay {
  readonly #responses = new Set<ServerResponse>()
  #waiting: (() => void) | undefined

  add(response: ServerResponse): void {
    this.#responses.add(response)
  }

  delete(response: ServerResponse): void {
    if (this.#responses.delete(response) && this.#responses.size === 0) this.#waiting?.()
  }

  /** Resolves when all of them are answered. */
  async answered(): Promise<void> {
    if (this.#responses.size > 0) await new Promise<void>(resolve => (this.#waiting = resolve))
  }
}
