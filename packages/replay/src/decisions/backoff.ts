import { engineTimer } from '../program/ids.ts'

/**
 * The engine's own timers (L2, L3, L8). `~wake` causes the next decision task at once, for decisions that didn't fit into an answer.
 * `~back` causes one after a while, for decisions that SWF refused for a rate or a limit. History records which are open; when they
 * are started is policy.
 */
export class Backoff {
  readonly #open = new Map<string, number>()
  #rounds = 0
  /** The close was refused, and not because of new events. So it waits for `~back`, too (L7). */
  closeHeld = false

  isOpen(id: string): boolean {
    return this.#open.has(id)
  }

  /** TimerStarted of an engine timer. */
  started(id: string, eventId: number): void {
    this.#open.set(id, eventId)
    if (id === engineTimer.back) this.#rounds++
  }

  /** TimerFired or TimerCanceled of an engine timer. Returns the timer's id. */
  ended(startedEventId: number): string | undefined {
    for (const [id, eventId] of this.#open) {
      if (eventId === startedEventId) {
        this.#open.delete(id)
        if (id === engineTimer.back) this.closeHeld = false
        return id
      }
    }
    return undefined
  }

  /** SWF accepted a decision, so the next refusal begins with a short wait again. */
  accepted(): void {
    this.#rounds = 0
  }

  /** Seconds of the next `~back`: 1, 2, 4 … 60. */
  get seconds(): number {
    return Math.min(2 ** this.#rounds, 60)
  }
}
