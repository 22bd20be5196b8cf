import { milliseconds } from '@reyield/workflow'
import { UnknownSignalError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { SentSignal } from '../simulator/signals.ts'

/** The signals of the options that have not arrived yet. */
export class Incoming {
  readonly #simulator: Simulator
  readonly #begin: number
  readonly #left: SentSignal[]
  readonly #sent = new Set<string>()

  constructor(simulator: Simulator, signals: readonly SentSignal[]) {
    this.#simulator = simulator
    this.#begin = simulator.swf.now
    this.#left = [...signals]
  }

  /** Sends a signal now. */
  send(signal: SentSignal): void {
    this.#sent.add(signal.name)
    if (this.#simulator.root.closed === undefined) this.#simulator.signal(signal)
  }

  /** Sends the first signal that the workflow waits for. Returns false if it waits for none of them. */
  sendAwaited(): boolean {
    const { report, root } = this.#simulator
    if (root.closed !== undefined) return false
    const signal = this.#left.find(
      ({ name, after }) =>
        after === undefined && report?.waiting.some(({ kind, id }) => kind === 'signal' && id === name),
    )
    if (signal === undefined) return false
    this.#take(signal)
    return true
  }

  /** When the next signal with a time arrives, in epoch milliseconds. */
  get nextAt(): number | undefined {
    return this.#next?.at
  }

  /** Sends the next signal with a time. */
  sendNext(): void {
    this.#take(this.#next!.signal)
  }

  /** Names of the signals that haven't arrived. */
  get left(): readonly string[] {
    return this.#left.map(({ name }) => name)
  }

  /**
   * Checks that a completed workflow has asked for each signal by its name.
   *
   * @throws UnknownSignalError (SIGNAL_UNKNOWN)
   */
  check(asked: ReadonlySet<string>): void {
    const unknown = [...this.#sent, ...this.left].find(name => !asked.has(name))
    if (unknown !== undefined)
      throw new UnknownSignalError(this.#simulator.workflow.name, unknown, [...asked])
  }

  get #next(): { readonly at: number; readonly signal: SentSignal } | undefined {
    return this.#left
      .flatMap(signal =>
        signal.after === undefined ? [] : [{ at: this.#begin + milliseconds(signal.after), signal }],
      )
      .sort((a, b) => a.at - b.at)[0]
  }

  #take(signal: SentSignal): void {
    this.#left.splice(this.#left.indexOf(signal), 1)
    this.send(signal)
  }
}
