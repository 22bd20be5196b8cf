import type { HistoryEvent } from '@aws-sdk/client-swf'

/**
 * The events of the episode that is being delivered (rule S1): the next one, and the signals among the others, which `drain` and
 * `pending` see before they are delivered. A signal drained in this way isn't delivered again.
 */
export class LookAhead {
  #seen: readonly HistoryEvent[] = []
  #next = 0
  #drained: Set<HistoryEvent> | undefined // created when needed, since hardly any replay does
  /** The program has looked since the last completed episode, so if this episode ends later, it may see more. */
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

  /** The last event of the episode, as far as a program can look. */
  get horizon(): number {
    return this.#seen.at(-1)?.eventId ?? 0
  }

  /** Signals of a name that are not delivered yet, oldest first. */
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
