/** What a loader has for the key that was asked for last. */
export interface Latest<Value> {
  readonly key: number
  /** Undefined while it is being loaded, or if it couldn't be. */
  readonly value: Value | undefined
  readonly error: unknown
}

/** How a loader loads. */
export interface LatestOptions<Value> {
  load(key: number, signal: AbortSignal): Promise<Value>
  /** Called each time that the answer for the newest key changes. */
  shown(latest: Latest<Value>): void
  /** Keys worth loading when nothing else is to do, the most likely first. */
  likely(key: number, before: number | undefined): readonly number[]
  /** How many answers are kept. */
  readonly kept: number
}

/**
 * Loads what a person looks at while they move fast: for the newest key only, one request at a time. Keys that were passed in between are
 * never asked for, and an answer for an old key is kept but not shown. When the newest one is there, the likely next ones are loaded.
 */
export class LatestLoader<Value> {
  readonly #options: LatestOptions<Value>
  /** In the order of their last use. */
  readonly #kept = new Map<number, Value>()
  #wanted: number | undefined
  #before: number | undefined
  #going: { readonly key: number; readonly abort: AbortController; readonly ahead: boolean } | undefined
  #stopped = false

  constructor(options: LatestOptions<Value>) {
    this.#options = options
  }

  /** Shows a key: at once if its answer is kept, else when it has been loaded. */
  want(key: number): void {
    if (this.#wanted !== key) this.#before = this.#wanted
    this.#wanted = key
    const value = this.#use(key)
    this.#options.shown({ key, value, error: undefined })
    if (this.#going !== undefined && this.#going.key !== key && (this.#going.ahead || value !== undefined)) {
      this.#going.abort.abort() // what is wanted goes first
      this.#going = undefined
    }
    this.#next()
  }

  /** Forgets answers from a key on, because history has grown or the code has changed. The newest key is loaded again. */
  forget(from: number): void {
    for (const key of this.#kept.keys()) if (key >= from) this.#kept.delete(key)
    this.#going?.abort.abort()
    this.#going = undefined
    if (this.#wanted !== undefined && !this.#kept.has(this.#wanted)) this.#next()
  }

  stop(): void {
    this.#stopped = true
    this.#going?.abort.abort()
  }

  #next(): void {
    if (this.#going !== undefined || this.#stopped || this.#wanted === undefined) return
    const wanted = this.#wanted
    if (!this.#kept.has(wanted)) return void this.#load(wanted, false)
    const likely = this.#options.likely(wanted, this.#before).find(key => !this.#kept.has(key))
    if (likely !== undefined) void this.#load(likely, true)
  }

  async #load(key: number, ahead: boolean): Promise<void> {
    const going = { key, abort: new AbortController(), ahead }
    this.#going = going
    let failed = false
    try {
      const value = await this.#options.load(key, going.abort.signal)
      if (this.#going !== going || this.#stopped) return
      this.#keep(key, value)
      if (key === this.#wanted) this.#options.shown({ key, value, error: undefined })
    } catch (error) {
      failed = true
      if (this.#going !== going || this.#stopped) return
      if (key === this.#wanted) this.#options.shown({ key, value: undefined, error })
    }
    this.#going = undefined
    if (!failed || key !== this.#wanted) this.#next()
  }

  #use(key: number): Value | undefined {
    const value = this.#kept.get(key)
    if (value !== undefined) this.#keep(key, value)
    return value
  }

  #keep(key: number, value: Value): void {
    this.#kept.delete(key)
    this.#kept.set(key, value)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#options.kept) break
      this.#kept.delete(oldest)
    }
  }
}
