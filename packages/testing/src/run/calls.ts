import { heartbeat } from '../simulator/answers.ts'
import { call, type CallOutcome, type CallKind, type CallTask } from '../simulator/call.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { ResolvedMock } from '../simulator/options.ts'

// the real ones: a test may fake timers
const { setTimeout: begin, clearTimeout: end } = globalThis

/** One call of the mock of an activity, a child or a Lambda function. */
export interface Call {
  readonly kind: CallKind
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
  readonly task: CallTask
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

  /** Calls the mock of a task. */
  begin(kind: Call['kind'], mock: ResolvedMock, task: CallTask): Call {
    const input = mock.serializer.deserialize(task.input)
    const { name, id, attempt } = task
    const made: Call = { kind, name, id, attempt, input, outcome: undefined }
    this.all.push(made)
    this.#working.add(made)
    const hooks = {
      sleep: (milliseconds: number) => this.#sleep(made, milliseconds),
      heartbeat: (details: string | undefined) =>
        kind === 'activity' ? heartbeat(this.#simulator, task.taskToken, details) : 'go on',
    }
    void call(kind, mock, task, hooks).then(outcome => {
      this.#working.delete(made)
      this.settled.push({ call: made, task, outcome })
      this.#onChange?.()
    })
    return made
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
