/** Of so many turns, one is for callers that aren't urgent. */
const oneIn = 10

/**
 * Callers that wait for a turn. Urgent ones get theirs first, but one turn in ten is for the others. Apart from that, turns are in the order
 * of the calls.
 */
export class WaitingTurns {
  readonly #urgent = new Set<() => void>()
  readonly #others = new Set<() => void>()
  /** The turns so far. */
  #count = 0

  get isEmpty(): boolean {
    return this.#urgent.size === 0 && this.#others.size === 0
  }

  /** Resolves when it's the caller's turn. If the signal is aborted before, it rejects with the signal's reason. */
  wait(isUrgent: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error)
      const line = isUrgent ? this.#urgent : this.#others
      const gone = () => {
        line.delete(go)
        reject(signal!.reason as Error)
      }
      const go = () => {
        line.delete(go)
        signal?.removeEventListener('abort', gone)
        resolve()
      }
      signal?.addEventListener('abort', gone, { once: true })
      line.add(go)
    })
  }

  /** Counts a turn, and gives it to the caller whose turn it is, if any waits. */
  next(): void {
    const isForOthers = ++this.#count % oneIn === 0
    const lines = isForOthers ? [this.#others, this.#urgent] : [this.#urgent, this.#others]
    const [first] = lines.find(line => line.size > 0) ?? []
    first?.()
  }
}
