/** Rows that are removed in one go, at most and at least. */
const [most, least] = [500, 50]
/** Milliseconds that a removal may take: after a slower one the next is of fewer rows. */
const long = 10
/** Milliseconds in which rows gather that are removed together. */
const gathering = 1000
/** So much longer than a removal took is the pause after it; when many rows wait, it's as long. */
const pause = 4
/** So many rows are many. */
const many = 4 * most

export interface CompactionOptions {
  /** Removes rows from the log; none that is still to be written. Throws when that can't be made durable. */
  readonly remove: (seqs: readonly number[]) => void
  /** Told of what `remove` threw in the background; nothing is removed any longer. */
  readonly failed: (error: unknown) => void
}

/**
 * Removes from the log what it no longer needs: in the background, some hundred rows at a time with pauses in between, so that
 * nobody waits for it. What isn't removed when the process ends is found again at the next start.
 */
export class Compaction {
  readonly #options: CompactionOptions
  #groups: (readonly number[])[] = []
  /** What has been removed of the groups: those before `first`, and of the first one what is before `next`. */
  #first = 0
  #next = 0
  /** Rows that are to be removed. */
  #size = 0
  #limit = 100
  #rest = 0
  #timer: { readonly handle: NodeJS.Timeout; readonly soon: boolean } | undefined
  #ended = false

  constructor(options: CompactionOptions) {
    this.#options = options
  }

  /** Takes what is to be removed; the rows of a group are removed in order. */
  add(groups: readonly (readonly number[])[]): void {
    if (groups.length === 0 || this.#ended) return
    for (const group of groups) {
      this.#groups.push(group)
      this.#size += group.length
    }
    this.#arm()
  }

  /** Removes one portion; returns false when nothing is left to remove. */
  step(): boolean {
    const seqs = this.#take()
    if (seqs.length === 0) return false
    const begin = performance.now()
    this.#options.remove(seqs)
    const took = performance.now() - begin
    if (took > long) this.#limit = Math.max(least, this.#limit >> 1)
    else if (took < long / 2) this.#limit = Math.min(most, this.#limit * 2)
    // a process that was stopped meanwhile, or a machine that slept, says nothing of what a removal costs
    this.#rest = Math.min(this.#size > many ? took : pause * took, gathering)
    return this.#size > 0
  }

  /** Stops; a portion that has gathered is still removed. */
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
    const handle = setTimeout(() => this.#run(), soon ? this.#rest : gathering)
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
