import { call, type CallOutcome, type MockedKind, type Work } from '../mocks/call.ts'
import type { Simulator } from '../simulator/simulator.ts'

// the real ones: a test may fake timers
const { setTimeout: begin, clearTimeout: end } = globalThis

/** One call of the mock of an activity, a child or a Lambda function. */
export interface Call {
  readonly kind: MockedKind
  readonly name: string
  /** The activity's id, the child's workflow id, or the Lambda function's id. */
  readonly id: string
  /** Of an activity: which attempt, from 1. */
  readonly attempt: number
  readonly input: unknown
  /**
   * How the mock has ended. `late`: it ended when SWF no longer waited for it. `lost`: its worker crashed before it
   * could answer. `undefined`: it hasn't ended.
   */
  outcome: CallOutcome['as'] | 'late' | 'lost' | undefined
}

/** A mock that has ended. */
export interface Settled {
  readonly call: Call
  readonly work: Work
  readonly outcome: CallOutcome
}

/** The mocks that are running, and the simulated times that they wait for. */
export class Calls {
  readonly #simulator: Simulator
  readonly #working = new Set<Call>()
  readonly #parked = new Set<Call>()
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = []
  /** Mocks that have ended and whose answers haven't been sent. */
  readonly settled: Settled[] = []
  readonly all: Call[] = []
  #onChange: (() => void) | undefined

  constructor(simulator: Simulator) {
    this.#simulator = simulator
  }

  /** Calls the mock. */
  begin(work: Work): void {
    const { kind, mock, task } = work
    const input = mock.serializer.deserialize(task.input)
    const { name, id, attempt } = task
    const made: Call = { kind, name, id, attempt, input, outcome: undefined }
    this.all.push(made)
    this.#working.add(made)
    void call(work, milliseconds => this.#sleep(made, milliseconds)).then(outcome => {
      this.#working.delete(made)
      this.settled.push({ call: made, work, outcome })
      this.#onChange?.()
    })
  }

  /** Mocks that have neither ended nor wait in simulated time. */
  get busy(): readonly Call[] {
    return [...this.#working].filter(one => !this.#parked.has(one))
  }

  /**
   * Resolves when a mock ends or begins to wait in simulated time, or after `wallClockTimeout` milliseconds of real
   * time.
   */
  change(wallClockTimeout: number): Promise<void> {
    return new Promise(resolve => {
      const timer = begin(resolve, wallClockTimeout)
      this.#onChange = () => {
        end(timer)
        this.#onChange = undefined
        resolve()
      }
    })
  }

  /** When the first sleeping mock wakes, in epoch milliseconds. */
  get nextWake(): number | undefined {
    return this.#sleepers.reduce<number | undefined>((first, { at }) => Math.min(first ?? at, at), undefined)
  }

  /** Wakes the mocks that are due. */
  wake(): void {
    for (const sleeper of this.#sleepers.filter(({ at }) => at <= this.#simulator.swf.now)) {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1)
      sleeper.wake()
    }
  }

  #sleep(made: Call, milliseconds: number): Promise<void> {
    this.#parked.add(made)
    this.#onChange?.()
    if (milliseconds === Infinity) return new Promise(() => undefined)
    return new Promise(resolve => {
      const wake = () => {
        this.#parked.delete(made)
        resolve()
      }
      this.#sleepers.push({ at: this.#simulator.swf.now + milliseconds, wake })
    })
  }
}
