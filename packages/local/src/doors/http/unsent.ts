/** Bytes of answers that clients haven't taken; beyond them the slowest clients are cut. */
const most = 64 * 1024 * 1024
/** An answer can stay unsent so long (milliseconds) before its client counts as slow. */
const patience = 1000

/** A large answer on its way. */
export interface Sending {
  readonly bytes: number
  /** Cuts its connection. */
  cut(): void
}

/**
 * The large answers that wait in buffers until their clients read them. However many connections there are, together they
 * are held to 64 MB: beyond that the connections that have waited longest are cut, none of them before a second.
 */
export class Unsent {
  /** In the order in which they were sent, with their time. */
  readonly #sending = new Map<Sending, number>()
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  add(sending: Sending): void {
    this.#sending.set(sending, performance.now())
    this.#bytes += sending.bytes
    this.#shed()
  }

  delete(sending: Sending): void {
    if (this.#sending.delete(sending)) this.#bytes -= sending.bytes
  }

  #shed(): void {
    const before = performance.now() - patience
    for (const [sending, since] of this.#sending) {
      if (this.#bytes <= most || since > before) break
      this.delete(sending)
      sending.cut()
    }
    if (this.#bytes <= most || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#shed()
    }, patience / 4).unref()
  }
}
