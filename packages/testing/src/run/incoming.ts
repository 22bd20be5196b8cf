import { milliseconds } from '@reyield/workflow'
import { UnknownSignalError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { SentSignal } from '../simulator/options.ts'

/** The signals of a world, on their way to the workflow. */
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

  /** A signal comes now. */
  send(signal: Omit<SentSignal, 'after'>): void {
    this.#sent.add(signal.name)
    if (this.#simulator.root.closed === undefined) this.#simulator.signal(signal)
  }

  /** The first that the workflow waits for comes; false if it waits for none of them. */
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

  /** Epoch milliseconds at which the next one comes that has a time. */
  get nextAt(): number | undefined {
    return this.#next?.at
  }

  /** That one comes. */
  sendNext(): void {
    this.#take(this.#next!.signal)
  }

  /** Those that haven't come. */
  get left(): readonly string[] {
    return this.#left.map(({ name }) => name)
  }

  /**
   * Of a workflow that has completed: each must be of a name that it has asked for.
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
