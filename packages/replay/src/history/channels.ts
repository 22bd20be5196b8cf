import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { UnreadableVerdict } from '../verdicts/unreadable.ts'
import type { Coroutine, Wait } from '../program/coroutine.ts'

/** A coroutine that waits for the next signal of a name. */
interface Receiver extends Wait {
  readonly coroutine: Coroutine
  /** Returns false if the signal is dropped, since it can't be read. Then the receiver continues to wait. */
  readonly take: (event: HistoryEvent) => boolean
}

/**
 * The signals of an execution, with one FIFO buffer for each name (C12). A signal goes to the receiver that has waited longest, or
 * else into the buffer. A withdrawn receiver takes nothing. Every delivered signal is either received or in a buffer.
 */
export class Channels {
  readonly #buffers = new Map<string, HistoryEvent[]>()
  readonly #receivers = new Map<string, Receiver[]>()
  /** The verdicts on signals that can't be read or are invalid (S2). */
  readonly verdicts = new WeakMap<HistoryEvent, UnreadableVerdict>()
  /** Names that the program has received, drained or looked for. */
  readonly asked = new Set<string>()

  /** Delivers a signal, to a receiver or to the buffer. */
  deliver(name: string, event: HistoryEvent): void {
    const receivers = this.#receivers.get(name)
    if (receivers === undefined || receivers.length === 0) this.#buffer(name).push(event)
    else if (receivers[0]!.take(event)) receivers.shift()
  }

  /** Takes the oldest signal out of the buffer. */
  next(name: string): HistoryEvent | undefined {
    this.asked.add(name)
    return this.#buffers.get(name)?.shift()
  }

  /** The signals in the buffer, oldest first. They stay there. */
  buffered(name: string): readonly HistoryEvent[] {
    this.asked.add(name)
    return [...(this.#buffers.get(name) ?? [])]
  }

  /** Takes a signal out of the buffer. Returns false if it isn't there. */
  remove(name: string, event: HistoryEvent): boolean {
    const buffer = this.#buffer(name)
    const at = buffer.indexOf(event)
    if (at >= 0) buffer.splice(at, 1)
    return at >= 0
  }

  /** Whether a coroutine waits for the next signal of a name. */
  isAwaited(name: string): boolean {
    return (this.#receivers.get(name)?.length ?? 0) > 0
  }

  /** Waits for the next signal; `take` is called with each until it takes one. */
  wait(name: string, coroutine: Coroutine, take: (event: HistoryEvent) => boolean): Wait {
    const receivers = this.#receivers.get(name) ?? []
    this.#receivers.set(name, receivers)
    const receiver: Receiver = {
      coroutine,
      take,
      withdraw() {
        receivers.splice(receivers.indexOf(receiver), 1)
        return true
      },
    }
    receivers.push(receiver)
    return receiver
  }

  /** All signals in buffers, in the order of their names' first signals, oldest first (C12). */
  unread(): { readonly name: string; readonly event: HistoryEvent }[] {
    return [...this.#buffers].flatMap(([name, events]) => events.map(event => ({ name, event })))
  }

  /** Names that coroutines wait for, once for each coroutine. */
  awaited(): string[] {
    return [...this.#receivers].flatMap(([name, receivers]) => receivers.map(() => name))
  }

  #buffer(name: string): HistoryEvent[] {
    const buffer = this.#buffers.get(name) ?? []
    this.#buffers.set(name, buffer)
    return buffer
  }
}
