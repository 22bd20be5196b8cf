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

/** A mock that is running. It works in real time if it doesn't sleep. */
interface Running {
  readonly call: Call
  /** Its waits in simulated time. `at`: when they end, in epoch milliseconds. */
  readonly sleeps: Set<{ readonly at: number; readonly wake: () => void }>
}

/** The mocks that are running, and the simulated times that they wait for. */
export class Calls {
  readonly #simulator: Simulator
  readonly #running = new Set<Running>()
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
    const { name, id, attempt } = task
    const input = mock.serializer.deserialize(task.input)
    const made: Call = { kind, name, id, attempt, input, outcome: undefined }
    const running: Running = { call: made, sleeps: new Set() }
    this.all.push(made)
    this.#running.add(running)
    void call(work, milliseconds => this.#sleep(running, milliseconds)).then(outcome => {
      this.#running.delete(running)
      this.settled.push({ call: made, work, outcome })
      this.#onChange?.()
    })
  }

  /** Mocks that have neither ended nor wait in simulated time. */
  get busy(): readonly Call[] {
    return [...this.#running].filter(one => one.sleeps.size === 0).map(one => one.call)
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

  /** When the first wait in simulated time ends, in epoch milliseconds. `Infinity` if none does. */
  get nextWake(): number {
    return Math.min(
      Infinity,
      ...[...this.#running].flatMap(({ sleeps }) => Array.from(sleeps, ({ at }) => at)),
    )
  }

  /** Wakes the mocks that are due. */
  wake(): void {
    const { now } = this.#simulator.swf
    for (const { sleeps } of this.#running) {
      for (const sleep of sleeps) {
        if (sleep.at <= now && sleeps.delete(sleep)) sleep.wake()
      }
    }
  }

  #sleep({ sleeps }: Running, milliseconds: number): Promise<void> {
    return new Promise(wake => {
      sleeps.add({ at: this.#simulator.swf.now + milliseconds, wake })
      this.#onChange?.()
    })
  }
}
