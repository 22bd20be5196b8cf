interface Entry<T> {
  readonly value: T
  readonly size: number
}

/** Keeps the values that were used last, up to a total size. */
export class BoundedCache<T> {
  readonly #most: number
  readonly #entries = new Map<string, Entry<T>>()
  #size = 0

  constructor(most: number) {
    this.#most = most
  }

  /** The sizes of all values together. */
  get size(): number {
    return this.#size
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key) // the order of a map is that of insertion
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: T, size: number): void {
    this.delete(key)
    if (size > this.#most) return
    this.#entries.set(key, { value, size })
    this.#size += size
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#most) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0
    this.#entries.delete(key)
  }
}
