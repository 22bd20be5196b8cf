/** The maximum and minimum number of rows that one removal takes. */
const [maxRows, minRows] = [500, 50]
/** How long a removal may take, in milliseconds. After a slower one, the next one removes fewer rows. */
const slowAfter = 10
/** How long to wait for further rows to remove together, in milliseconds. */
const gatherTime = 1000
/** The pause after a removal is this many times as long as the removal took. When many rows wait, it's just as long. */
const pauseFactor = 4
/** From this number on, many rows wait. */
const manyRows = 4 * maxRows

export interface CompactionOptions {
  /** Removes rows from the log. All of them must be durable already. Throws if the removal can't be made durable. */
  readonly remove: (seqs: readonly number[]) => void
  /** Called when `remove` has thrown in the background. Nothing is removed from then on. */
  readonly failed: (error: unknown) => void
}

/**
 * Removes obsolete rows from the log in the background, some hundreds at a time with pauses in between, so that requests aren't
 * delayed. Rows that aren't removed when the process ends are found again at the next start.
 */
export class Compaction {
  readonly #options: CompactionOptions
  #groups: (readonly number[])[] = []
  /** The groups before `first` have been removed, and so have the rows of group `first` before `next`. */
  #first = 0
  #next = 0
  /** The number of rows that still have to be removed. */
  #size = 0
  #limit = 100
  #rest = 0
  #timer: { readonly handle: NodeJS.Timeout; readonly soon: boolean } | undefined
  #ended = false

  constructor(options: CompactionOptions) {
    this.#options = options
  }

  /** Adds rows to remove. The rows of a group are removed in order. */
  add(groups: readonly (readonly number[])[]): void {
    if (groups.length === 0 || this.#ended) return
    for (const group of groups) {
      this.#groups.push(group)
      this.#size += group.length
    }
    this.#arm()
  }

  /** Removes one portion. Returns false if nothing is left. */
  step(): boolean {
    const seqs = this.#take()
    if (seqs.length === 0) return false
    const begin = performance.now()
    this.#options.remove(seqs)
    const took = performance.now() - begin
    if (took > slowAfter) this.#limit = Math.max(minRows, this.#limit >> 1)
    else if (took < slowAfter / 2) this.#limit = Math.min(maxRows, this.#limit * 2)
    // if the process was suspended in the meantime, the measured time says nothing about the cost of a removal
    this.#rest = Math.min(this.#size > manyRows ? took : pauseFactor * took, gatherTime)
    return this.#size > 0
  }

  /** Stops, after removing one last portion. */
  end(): void {
    if (this.#ended) return
    clearTimeout(this.#timer?.handle)
    this.#ended = true
    this.step()
  }

  #take(): number[] {
    const seqs: number[] = []
    while (seqs.length < this.#limit && this.#first < this.#groups.length) {
      const group = this.#groups[this.#first]!
      const part = group.slice(this.#next, this.#next + this.#limit - seqs.length)
      for (const seq of part) seqs.push(seq)
      this.#next += part.length
      if (this.#next < group.length) break
      this.#first++
      this.#next = 0
    }
    if (this.#first * 2 > this.#groups.length) {
      this.#groups = this.#groups.slice(this.#first)
      this.#first = 0
    }
    this.#size -= seqs.length
    return seqs
  }

  #arm(): void {
    const soon = this.#size >= this.#limit
    if (this.#ended || this.#size === 0 || (this.#timer !== undefined && (this.#timer.soon || !soon))) return
    clearTimeout(this.#timer?.handle)
    const handle = setTimeout(() => this.#run(), soon ? this.#rest : gatherTime)
    handle.unref()
    this.#timer = { handle, soon }
  }

  #run(): void {
    this.#timer = undefined
    try {
      this.step()
    } catch (error) {
      this.#ended = true
      return this.#options.failed(error)
    }
    this.#arm()
  }
}
