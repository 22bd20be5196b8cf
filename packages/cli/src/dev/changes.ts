/** How long files must be left alone before a change counts, in milliseconds: editors and compilers write several at once. */
const quiet = 100

/** Collects changed files until somebody asks for them. */
export class Changes {
  readonly #files = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #ready = false
  #wake: () => void = () => undefined

  /** `file`: what has changed, for people. */
  add(file: string): void {
    this.#files.add(file)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#settle(), quiet)
  }

  /** Makes `next` return at once, with what has changed if anything has. */
  now(): void {
    this.#settle()
  }

  /** Whether something has changed since `next` returned. */
  get pending(): boolean {
    return this.#files.size > 0
  }

  /** Waits for changes, and returns the files in alphabetical order. */
  async next(): Promise<readonly string[]> {
    if (!this.#ready) await new Promise<void>(resolve => (this.#wake = resolve))
    const files = [...this.#files].sort()
    this.#files.clear()
    this.#ready = false
    return files
  }

  /** Nothing counts any longer. */
  close(): void {
    clearTimeout(this.#timer)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#ready = true
    this.#wake()
  }
}
