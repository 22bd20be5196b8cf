import type { HistoryEvent } from '@aws-sdk/client-swf'

/**
 * The events of immutable histories that extend each other. All of them share one array as long as each appends to its
 * end. A history that branches off gets a copy. So a step costs one event, not the whole history.
 */
export class SharedLog {
  #events: HistoryEvent[]
  #length: number

  constructor(events: HistoryEvent[] = [], length = events.length) {
    this.#events = events
    this.#length = length
  }

  get length(): number {
    return this.#length
  }

  get events(): HistoryEvent[] {
    return this.#events.slice(0, this.#length)
  }

  /** The events after the first `count`. */
  from(count: number): HistoryEvent[] {
    return this.#events.slice(count, this.#length)
  }

  copy(): SharedLog {
    return new SharedLog(this.#events, this.#length)
  }

  append(event: HistoryEvent): void {
    if (this.#events.length !== this.#length) this.#events = this.events
    this.#events.push(event)
    this.#length++
  }
}
