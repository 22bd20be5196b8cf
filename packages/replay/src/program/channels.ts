import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Coroutine, Wait } from './coroutine.ts'

/** Somebody who waits for the next signal of a name. */
interface Receiver extends Wait {
  readonly coroutine: Coroutine
  readonly take: (event: HistoryEvent) => void
}

/**
 * The signals of an execution, one FIFO buffer a name (C12). A signal goes to the receiver that has waited longest, else
 * into the buffer; a withdrawn receiver takes nothing. Delivered = received + buffered, always.
 */
export class Channels {
  readonly #buffers = new Map<string, HistoryEvent[]>()
  readonly #receivers = new Map<string, Receiver[]>()
  /** Names that the program has asked for, by receiving or looking. */
  readonly asked = new Set<string>()

  /** WorkflowExecutionSignaled. */
  deliver(name: string, event: HistoryEvent): void {
    const receiver = this.#receivers.get(name)?.shift()
    if (receiver === undefined) this.#buffer(name).push(event)
    else receiver.take(event)
  }

  /** The oldest signal that has come, taken out of the buffer. */
  next(name: string): HistoryEvent | undefined {
    this.asked.add(name)
    return this.#buffers.get(name)?.shift()
  }

  /** All that have come, taken out of the buffer. */
  drain(name: string): HistoryEvent[] {
    this.asked.add(name)
    return this.#buffer(name).splice(0)
  }

  pending(name: string): number {
    this.asked.add(name)
    return this.#buffers.get(name)?.length ?? 0
  }

  /** Waits for the next signal; `take` is called once, with it. */
  wait(name: string, coroutine: Coroutine, take: (event: HistoryEvent) => void): Wait {
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
