/** How a list is loaded in parts. */
export interface PartsOptions<Item> {
  /** Loads items from an index on. */
  load(from: number, limit: number, signal: AbortSignal): Promise<readonly Item[]>
  /** Called when more items are there. */
  changed(): void
  readonly size: number
  /** How many parts are kept. */
  readonly kept: number
}

/** A long list, of which only the parts that are looked at are loaded. */
export class Parts<Item> {
  readonly #options: PartsOptions<Item>
  readonly #parts = new Map<number, readonly Item[]>()
  readonly #going = new Map<number, AbortController>()

  constructor(options: PartsOptions<Item>) {
    this.#options = options
  }

  /** An item, if it is there. */
  get(index: number): Item | undefined {
    const { size } = this.#options
    return this.#parts.get(Math.floor(index / size))?.[index % size]
  }

  /** Loads the parts that contain these items. Requests for parts that are no longer needed are ended. */
  need(indexes: Iterable<number>): void {
    const needed = new Set([...indexes].map(index => Math.floor(index / this.#options.size)))
    for (const [part, abort] of this.#going) {
      if (needed.has(part)) continue
      abort.abort()
      this.#going.delete(part)
    }
    for (const part of needed) {
      const known = this.#parts.get(part)
      if (known !== undefined) {
        this.#parts.delete(part)
        this.#parts.set(part, known) // the last used is the last to be dropped
      } else if (!this.#going.has(part)) void this.#load(part)
    }
  }

  /** Forgets items from an index on: those that weren't there yet may be now. */
  forget(from: number): void {
    const first = Math.floor(from / this.#options.size)
    for (const part of this.#parts.keys()) if (part >= first) this.#parts.delete(part)
    for (const [part, abort] of this.#going) {
      if (part < first) continue
      abort.abort()
      this.#going.delete(part)
    }
  }

  async #load(part: number): Promise<void> {
    const { size, kept } = this.#options
    const abort = new AbortController()
    this.#going.set(part, abort)
    try {
      const items = await this.#options.load(part * size, size, abort.signal)
      if (this.#going.get(part) !== abort) return
      this.#parts.set(part, items)
      for (const oldest of this.#parts.keys()) {
        if (this.#parts.size <= kept) break
        this.#parts.delete(oldest)
      }
      this.#going.delete(part)
      this.#options.changed()
    } catch {
      if (this.#going.get(part) === abort) this.#going.delete(part) // it's loaded when it's needed again
    }
  }
}
