import { milliseconds } from '@reyield/workflow'
import { endOf } from '../simulator/execution.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { Deciders } from './deciders.ts'
import { Incidents } from './incidents.ts'
import { Incoming } from './incoming.ts'
import type { RunOptions } from './options.ts'
import { stuckError } from './stuck.ts'
import type { Call } from './view.ts'
import { Workers } from './workers.ts'

const immediate = setImmediate // the real one: a test may fake timers, and workflows are guarded

/** Waits until all microtasks have run, including those that they caused. */
const turn = () => new Promise<void>(resolve => immediate(resolve))

/**
 * Runs a workflow: deciders decide, workers call mocks, and time in which nothing happens is skipped. Only one thing
 * happens at a time. An answer of a worker is decided before the next answer is sent.
 */
export class Driver {
  readonly simulator: Simulator
  readonly #deciders: Deciders
  readonly #workers: Workers
  readonly incoming: Incoming

  constructor(simulator: Simulator, options: RunOptions) {
    const { wallClockTimeout = '5s', signals = [] } = options
    const incidents = new Incidents(options)
    this.simulator = simulator
    this.#deciders = new Deciders(simulator, incidents, options)
    this.#workers = new Workers(simulator, incidents, milliseconds(wallClockTimeout))
    this.incoming = new Incoming(simulator, signals)
  }

  get calls(): readonly Call[] {
    return this.#workers.calls
  }

  get ended(): boolean {
    return this.simulator.root.closed !== undefined
  }

  /** Lets the next event happen that needs no time. Returns false if there is none. */
  async beat(): Promise<boolean> {
    if (await this.#deciders.decide()) return true
    if (this.#workers.takeAll()) return true
    await turn()
    if (this.#workers.answer()) return true
    if (this.#workers.busy.length > 0) {
      await this.#workers.outwait(turn)
      return true
    }
    return this.incoming.sendAwaited()
  }

  /** Moves time to the next event, at most to `limit`. Returns false if there is none until then. */
  async pass(limit: number): Promise<boolean> {
    const { swf } = this.simulator
    const wake = this.#workers.nextWake
    const signal = this.incoming.nextAt ?? Infinity
    const at = Math.min(swf.nextDeadline ?? Infinity, wake, signal)
    if (at > limit || at === Infinity) return false
    if (at !== wake && at !== signal) {
      swf.passDeadline()
      return true
    }
    swf.passTo(at)
    if (at === signal) this.incoming.sendNext()
    else {
      this.#workers.wake()
      await turn()
    }
    return true
  }

  /** Continues the run to its end, or until a condition holds. */
  async goOn(until?: { readonly holds: () => boolean; readonly what: string }): Promise<void> {
    for (;;) {
      if (until?.holds() === true) return
      if (this.ended) return this.#end(until?.what)
      if (await this.beat()) continue
      if (await this.pass(endOf(this.simulator.root) - 1)) continue
      throw await this.#stuck(
        until === undefined ? 'it should run to its end' : `it should run until ${until.what}`,
      )
    }
  }

  /** Moves time by `by` milliseconds, and lets everything happen that is due on the way. */
  async advance(by: number): Promise<void> {
    const target = this.simulator.swf.now + by
    while (!this.ended) {
      if (await this.beat()) continue
      if (!(await this.pass(target))) break
    }
    this.simulator.swf.passTo(target)
  }

  async #end(what: string | undefined): Promise<void> {
    await this.#deciders.end()
    // one that failed or was canceled may have ended before it asked for its signals
    if (this.simulator.root.closed?.status === 'COMPLETED') this.incoming.check(this.#deciders.asked)
    if (what !== undefined) throw await this.#stuck(`it should have run until ${what}`)
  }

  #stuck(goal: string): Promise<Error> {
    const unasked = this.incoming.left.filter(name => !this.#deciders.asked.has(name))
    return stuckError(this.simulator, goal, { calls: this.calls, unasked })
  }
}
