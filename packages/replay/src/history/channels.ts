import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Judgement } from '../verdicts/judgement.ts'
import type { Coroutine, Wait } from '../program/coroutine.ts'

/** Somebody who waits for the next signal of a name. */
interface Receiver extends Wait {
  readonly coroutine: Coroutine
  /** False: it can't be read, and is dropped; the receiver waits on. */
  readonly take: (event: HistoryEvent) => boolean
}

/**
 * The signals of an execution, one FIFO buffer a name (C12). A signal goes to the receiver that has waited longest, else
 * into the buffer; a withdrawn receiver takes nothing. Delivered = received + buffered, always.
 */
export class Channels {
  readonly #buffers = new Map<string, HistoryEvent[]>()
  readonly #receivers = new Map<string, Receiver[]>()
  /** What was judged of signals that can't be read or are invalid (S2). */
  readonly verdicts = new WeakMap<HistoryEvent, Judgement>()
  /** Names that the program has asked for, by receiving or looking. */
  readonly asked = new Set<string>()

  /** WorkflowExecutionSignaled. */
  deliver(name: string, event: HistoryEvent): void {
    const receivers = this.#receivers.get(name)
    if (receivers === undefined || receivers.length === 0) this.#buffer(name).push(event)
    else if (receivers[0]!.take(event)) receivers.shift()
  }

  /** The oldest signal that has come, taken out of the buffer. */
  next(name: string): HistoryEvent | undefined {
    this.asked.add(name)
    return this.#buffers.get(name)?.shift()
  }

  /** All that have come and stay in the buffer, oldest first. */
  buffered(name: string): readonly HistoryEvent[] {
    this.asked.add(name)
    return [...(this.#buffers.get(name) ?? [])]
  }

  /** Takes one out of the buffer; false if it isn't there. */
  remove(name: string, event: HistoryEvent): boolean {
    const buffer = this.#buffer(name)
    const at = buffer.indexOf(event)
    if (at >= 0) buffer.splice(at, 1)
    return at >= 0
  }

  /** Whether somebody waits for the next signal of a name. */
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

  /** All that nobody has received, in the order of their names' first signals, oldest first (C12). */
  unread(): { readonly name: string; readonly event: HistoryEvent }[] {
    return [...this.#buffers].flatMap(([name, events]) => events.map(event => ({ name, event })))
  }

  /** Names that somebody waits for, once for each that waits. */
  awaited(): string[] {
    return [...this.#receivers].flatMap(([name, receivers]) => receivers.map(() => name))
  }

  #buffer(name: string): HistoryEvent[] {
    const buffer = this.#buffers.get(name) ?? []
    this.#buffers.set(name, buffer)
    return buffer
  }
}
