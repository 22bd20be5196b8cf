/** The number of bytes that may wait for clients to read them. Above it, the slowest clients are cut. */
const maxBytes = 32 * 1024 * 1024
/** How long a response may stay unsent before its client counts as slow, in milliseconds. */
const slowAfter = 1000

/** A large response that is being sent. */
export interface UnsentResponse {
  readonly bytes: number
  /** Cuts its connection. */
  cut(): void
}

/**
 * Limits the memory for large responses that wait until clients read them. Regardless of the number of connections, they take at
 * most 32 MB plus one response. Above that, no further large response is serialized, and the connections that have waited longest
 * are cut: none before a second, and a single one only if others wait. Large responses are serialized one at a time, in the order
 * of the requests. Small responses don't wait.
 */
export class UnsentResponses {
  /** In the order in which they were sent, with the time of sending. */
  readonly #sending = new Map<UnsentResponse, number>()
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #making = false
  /** The calls that wait for capacity. */
  readonly #queue = new Set<() => void>()

  add(sending: UnsentResponse): void {
    this.#sending.set(sending, performance.now())
    this.#bytes += sending.bytes
    this.#shed()
  }

  delete(sending: UnsentResponse): void {
    if (!this.#sending.delete(sending)) return
    this.#bytes -= sending.bytes
    this.#admit()
  }

  /** Resolves when another large response can be serialized. No other one is, until `made` is called. */
  waitForCapacity(): Promise<void> {
    return new Promise(resolve => {
      this.#queue.add(resolve)
      this.#admit()
    })
  }

  /** Must be called after `waitForCapacity`, when the response has been added, or if there is none. */
  made(): void {
    this.#making = false
    this.#admit()
  }

  #admit(): void {
    if (this.#making || this.#bytes > maxBytes) return
    const [next] = this.#queue
    if (next === undefined) return
    this.#queue.delete(next)
    this.#making = true
    next()
  }

  /** Whether responses wait for capacity or too much is unsent. A single response is never too much. */
  #isScarce(): boolean {
    return this.#queue.size > 0 || (this.#bytes > maxBytes && this.#sending.size > 1)
  }

  #shed(): void {
    const before = performance.now() - slowAfter
    for (const [sending, since] of this.#sending) {
      if (since > before || !this.#isScarce()) break
      this.delete(sending)
      sending.cut()
    }
    if (this.#bytes <= maxBytes || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#shed()
    }, slowAfter / 4).unref()
  }
}
