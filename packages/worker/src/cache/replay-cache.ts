import type { CacheLimits } from './options.ts'

/** Why a decision task was decided by a full replay although its execution was expected to be in the cache. */
export type MissReason =
  /** The cache doesn't have the execution: it was evicted, or a response for it was lost or refused. */
  | 'absent'
  /** Another decider has decided the execution in between. */
  | 'gap'
  /** The cached replay doesn't fit the history any longer, or it has thrown an error. */
  | 'stale'

/** The figures of a worker's cache. */
export interface CacheStats {
  /** The executions in the cache. */
  readonly executions: number
  /** The estimated bytes of their replays. */
  readonly bytes: number
  /** Decision tasks that were decided by a cached replay. */
  readonly hits: number
  /** Decision tasks that needed a full replay although the execution was expected to be in the cache, by reason. */
  readonly misses: Readonly<Record<MissReason, number>>
  /** Executions that left the cache because it was full. */
  readonly evictions: number
}

/** What a cache counts of its entries. */
export interface Sized {
  /** The estimated size in bytes. */
  readonly bytes: number
}

/**
 * Keeps the replays of executions between their decision tasks, within bounds. The execution that was decided least recently leaves
 * first. An entry is out of the cache while its execution is decided, so it's never used twice at a time.
 */
export class ReplayCache<Entry extends Sized> {
  readonly #limits: Pick<CacheLimits, 'maxExecutions' | 'maxBytes'>
  /** By run id; the one that was decided least recently is first. */
  readonly #entries = new Map<string, Entry>()
  readonly #misses: Record<MissReason, number> = { absent: 0, gap: 0, stale: 0 }
  #bytes = 0
  #hits = 0
  #evictions = 0

  constructor(limits: Pick<CacheLimits, 'maxExecutions' | 'maxBytes'>) {
    this.#limits = limits
  }

  /** Takes the entry of an execution out of the cache. */
  take(runId: string): Entry | undefined {
    const entry = this.#entries.get(runId)
    if (entry === undefined) return undefined
    this.#entries.delete(runId)
    this.#bytes -= entry.bytes
    return entry
  }

  /** Removes an entry, unless another one has replaced it. */
  remove(runId: string, entry: Entry): void {
    if (this.#entries.get(runId) === entry) this.take(runId)
  }

  /** Whether an entry can be kept at all. */
  fits({ bytes }: Sized): boolean {
    return bytes <= this.#limits.maxBytes
  }

  /** Adds an entry. Others leave if there is no room. */
  put(runId: string, entry: Entry): void {
    this.take(runId)
    this.#entries.set(runId, entry)
    this.#bytes += entry.bytes
    while (this.#entries.size > this.#limits.maxExecutions || this.#bytes > this.#limits.maxBytes) {
      this.take(this.#entries.keys().next().value!)
      this.#evictions++
    }
  }

  hit(): void {
    this.#hits++
  }

  missed(reason: MissReason): void {
    this.#misses[reason]++
  }

  /** Drops all entries. */
  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
  }

  get stats(): CacheStats {
    return {
      executions: this.#entries.size,
      bytes: this.#bytes,
      hits: this.#hits,
      misses: { ...this.#misses },
      evictions: this.#evictions,
    }
  }
}
