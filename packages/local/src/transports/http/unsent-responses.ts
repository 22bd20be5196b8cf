/** Bytes of answers that clients haven't taken; beyond them the slowest clients are cut. */
const maxBytes = 32 * 1024 * 1024
/** An answer can stay unsent so long (milliseconds) before its client counts as slow. */
const slowAfter = 1000

/** A large answer on its way. */
export interface UnsentResponse {
  readonly bytes: number
  /** Cuts its connection. */
  cut(): void
}

/**
 * The large answers that wait in buffers until their clients read them. However many connections there are, together they
 * are held to 32 MB and one answer: beyond that no further large answer is made, and the connections that have waited
 * longest are cut, none of them before a second, and a single one only when others wait. Large answers are made one at a time, in the order in which they were
 * asked for; small ones don't wait for them.
 */
export class UnsentResponses {
  /** In the order in which they were sent, with their time. */
  readonly #sending = new Map<UnsentResponse, number>()
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #making = false
  /** Who waits for room. */
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

  /** Resolves when there is room for one more large answer, which then is the one that is being made, until `made`. */
  waitForCapacity(): Promise<void> {
    return new Promise(resolve => {
      this.#queue.add(resolve)
      this.#admit()
    })
  }

  /** The answer that there was room for has been added, or there is none. */
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

  /** Whether somebody waits for room, or there is too much; a single answer isn't, whatever its size. */
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
