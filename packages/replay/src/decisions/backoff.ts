import { engineTimer } from '../program/ids.ts'

/**
 * The engine's own timers (L2, L3, L8): `~wake` brings the next decision task at once for what didn't fit, `~back` after
 * a while for what SWF refused for rate or limit. Which are open is read from history; when they are started is policy.
 */
export class Backoff {
  readonly #open = new Map<string, number>()
  #rounds = 0
  /** The close was refused for another cause than new events: it waits for `~back` too (L7). */
  closeHeld = false

  isOpen(id: string): boolean {
    return this.#open.has(id)
  }

  /** TimerStarted of an engine timer. */
  started(id: string, eventId: number): void {
    this.#open.set(id, eventId)
    if (id === engineTimer.back) this.#rounds++
  }

  /** TimerFired or TimerCanceled of an engine timer; tells which one it was. */
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

  /** Something was accepted again: the next refusal begins with a short wait. */
  accepted(): void {
    this.#rounds = 0
  }

  /** Seconds of the next `~back`: 1, 2, 4 … 60. */
  get seconds(): number {
    return Math.min(2 ** this.#rounds, 60)
  }
}
