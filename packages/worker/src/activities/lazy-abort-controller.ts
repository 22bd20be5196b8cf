/**
 * An AbortController whose signal is made when somebody asks for it. Most activities neither look at their signal nor send heartbeats, and
 * aborting a signal costs as much as the rest of such an activity.
 */
export class LazyAbortController {
  #controller: AbortController | undefined
  #ended: { readonly reason: unknown } | undefined

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#ended !== undefined) this.#controller.abort(this.#ended.reason)
    }
    return this.#controller.signal
  }

  get aborted(): boolean {
    return this.#ended !== undefined
  }

  /** Aborts the signal. Only the first reason counts. */
  abort(reason?: unknown): void {
    if (this.#ended !== undefined) return
    this.#ended = { reason }
    this.#controller?.abort(reason)
  }
}
