import type { HistoryEvent } from '@aws-sdk/client-swf'

/**
 * The events of the episode that is being delivered (rule S1): which one is next, and the signals among those that still
 * come, which `drain` and `pending` see before their turn. What was drained in this way isn't delivered again.
 */
export class LookAhead {
  #seen: readonly HistoryEvent[] = []
  #next = 0
  #drained: Set<HistoryEvent> | undefined // made when needed, as nearly no replay does
  /** The program has looked since the last completed episode: a later end of this episode could change what it saw. */
  looked = false

  /** An episode, or a further part of it, is about to be delivered. */
  begin(seen: readonly HistoryEvent[]): void {
    this.#seen = seen
    this.#next = 0
  }

  /** The next event, undefined when all have been delivered. */
  next(): HistoryEvent | undefined {
    return this.#seen[this.#next++]
  }

  /** Whether an event was drained before its turn. */
  wasDrained(event: HistoryEvent): boolean {
    return this.#drained !== undefined && this.#drained.delete(event)
  }

  /** The last event of the episode: as far as one can look. */
  get horizon(): number {
    return this.#seen.at(-1)?.eventId ?? 0
  }

  /** Signals of a name that are yet to be delivered, oldest first. */
  signals(name: string): HistoryEvent[] {
    const found: HistoryEvent[] = []
    for (let at = this.#next; at < this.#seen.length; at++) {
      const event = this.#seen[at]!
      if (event.workflowExecutionSignaledEventAttributes?.signalName !== name) continue
      if (this.#drained?.has(event) !== true) found.push(event)
    }
    return found
  }

  drain(event: HistoryEvent): void {
    ;(this.#drained ??= new Set()).add(event)
  }
}
