import { heartbeat } from '../simulator/answers.ts'
import { call, type CallEnding, type CallKind, type CallTask } from '../simulator/call.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { ResolvedMock } from '../simulator/options.ts'

// the process's own: a test may fake timers
const { setTimeout: begin, clearTimeout: end } = globalThis

/** One call of a function that plays an activity, a child or a Lambda function. */
export interface Call {
  readonly kind: CallKind
  readonly name: string
  /** The activity's id, the child's workflow id, the Lambda function's id. */
  readonly id: string
  /** Of an activity: which try, from 1. */
  readonly attempt: number
  readonly input: unknown
  /**
   * How the function ended. `late`: it ended when SWF didn't wait for it any more; `lost`: its worker died before it could
   * answer; `undefined`: it hasn't ended.
   */
  outcome: CallEnding['as'] | 'late' | 'lost' | undefined
}

/** A function that has ended. */
export interface Settled {
  readonly call: Call
  readonly task: CallTask
  readonly ending: CallEnding
}

/** Functions that are under way, and the run's time that they wait for. */
export class Calls {
  readonly #simulator: Simulator
  readonly #working = new Set<Call>()
  readonly #parked = new Set<Call>()
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = []
  /** Those that have ended and whose answers haven't been given. */
  readonly settled: Settled[] = []
  readonly all: Call[] = []
  #told: (() => void) | undefined

  constructor(simulator: Simulator) {
    this.#simulator = simulator
  }

  /** Calls the function that plays a task. */
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
    void call(kind, mock, task, hooks).then(ending => {
      this.#working.delete(made)
      this.settled.push({ call: made, task, ending })
      this.#told?.()
    })
    return made
  }

  /** Functions that neither have ended nor wait in the run's time. */
  get busy(): readonly Call[] {
    return [...this.#working].filter(one => !this.#parked.has(one))
  }

  /** Resolves when a function ends or begins to wait in the run's time, at the latest after so many real milliseconds. */
  change(wallClockTimeout: number): Promise<void> {
    return new Promise(resolve => {
      const timer = begin(resolve, wallClockTimeout)
      this.#told = () => {
        end(timer)
        this.#told = undefined
        resolve()
      }
    })
  }

  /** Epoch milliseconds at which the first of those that sleep wakes. */
  get nextWake(): number | undefined {
    return this.#sleepers.reduce<number | undefined>((first, { at }) => Math.min(first ?? at, at), undefined)
  }

  /** Wakes those whose time has come. */
  wake(): void {
    for (const sleeper of this.#sleepers.filter(({ at }) => at <= this.#simulator.swf.now)) {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1)
      sleeper.wake()
    }
  }

  #sleep(made: Call, milliseconds: number): Promise<void> {
    this.#parked.add(made)
    this.#told?.()
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
