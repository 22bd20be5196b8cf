import { call, type CallOutcome, type Work } from '../mocks/call.ts'
import { HangingMockError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { openWork, type OpenWork } from '../simulator/work.ts'
import { isTaskLost, type Incidents } from './incidents.ts'
import type { Call } from './view.ts'

// the real ones: a test may fake timers
const { setTimeout: begin, clearTimeout: end } = globalThis

const kinds = ['activity', 'child', 'lambda'] as const

/** A mock that is running. It works in real time if it doesn't sleep. */
interface Running {
  readonly call: Call
  readonly work: Work
  /** Its waits in simulated time. `at`: when they end, in epoch milliseconds. */
  readonly sleeps: Set<{ readonly at: number; readonly wake: () => void }>
}

/** A mock that has ended. */
interface Settled extends Running {
  readonly outcome: CallOutcome
}

/** The workers of a run: they take tasks, call mocks, and answer, except where a fault or crash is injected. */
export class Workers {
  readonly #simulator: Simulator
  readonly #incidents: Incidents
  readonly #wallClockTimeout: number
  /** The keys of the work that was taken. */
  readonly #taken = new Set<string>()
  readonly #running = new Set<Running>()
  /** Mocks that have ended and whose answers haven't been sent. */
  readonly #settled: Settled[] = []
  readonly calls: Call[] = []
  #onChange: (() => void) | undefined
  #waitedFor = ''

  /** `wallClockTimeout`: how long mocks may take, in milliseconds of real time. */
  constructor(simulator: Simulator, incidents: Incidents, wallClockTimeout: number) {
    this.#simulator = simulator
    this.#incidents = incidents
    this.#wallClockTimeout = wallClockTimeout
  }

  /** Takes all waiting work and calls its mocks. Returns false if none is waiting. */
  takeAll(): boolean {
    const waiting = kinds.flatMap(kind => openWork(this.#simulator, kind, this.#taken))
    for (const one of waiting) this.#take(one)
    return waiting.length > 0
  }

  /** Sends the answer of one mock that has ended. Returns false if there is none. */
  answer(): boolean {
    const settled = this.#settled.shift()
    if (settled === undefined) return false
    const { call, outcome } = settled
    const what = `${call.name} '${call.id}'`
    if (
      call.kind === 'activity' &&
      this.#incidents.crash('a worker has done the work of an activity', what)
    ) {
      call.outcome = 'lost'
    } else call.outcome = this.#respond(settled) ? outcome.as : 'late'
    return true
  }

  /** Mocks that have neither ended nor wait in simulated time. */
  get busy(): readonly Call[] {
    return [...this.#running].filter(({ sleeps }) => sleeps.size === 0).map(one => one.call)
  }

  /**
   * Waits for mocks that work in real time.
   *
   * @throws HangingMockError (MOCK_HANGING)
   */
  async outwait(turn: () => Promise<void>): Promise<void> {
    await this.#change()
    await turn()
    if (this.#settled.length > 0 || this.busy.length === 0) return
    const who = this.busy.map(({ kind, name, id }) => `${kind} '${name}' (id '${id}')`)
    if (this.#waitedFor === who.join()) throw new HangingMockError(who, this.#wallClockTimeout)
    this.#waitedFor = who.join()
  }

  /** When the first wait in simulated time ends, in epoch milliseconds. `Infinity` if none does. */
  get nextWake(): number {
    return [...this.#running]
      .flatMap(({ sleeps }) => [...sleeps])
      .reduce((first, { at }) => Math.min(first, at), Infinity)
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

  #take(open: OpenWork): void {
    this.#taken.add(open.key)
    const work = open.take()
    if (work.kind !== 'activity') return this.#call(work)
    const { name, id } = work.task
    if (this.#incidents.crash('a worker has taken an activity', `${name} '${id}'`)) return
    const injected = this.#incidents.poll('PollForActivityTask')
    if (isTaskLost(injected)) return
    this.#call(work)
    if (injected?.duplicateTasks === true) this.#call(work) // two workers have it
  }

  #call(work: Work): void {
    const { kind, mock, task } = work
    const { name, id, attempt } = task
    const input = mock.serializer.deserialize(task.input)
    const made: Call = { kind, name, id, attempt, input, outcome: undefined }
    const running: Running = { call: made, work, sleeps: new Set() }
    this.calls.push(made)
    this.#running.add(running)
    const sleep = (milliseconds: number) =>
      new Promise<void>(wake => {
        running.sleeps.add({ at: this.#simulator.swf.now + milliseconds, wake })
        this.#onChange?.()
      })
    void call(work, sleep).then(outcome => {
      this.#running.delete(running)
      this.#settled.push({ ...running, outcome })
      this.#onChange?.()
    })
  }

  /** Resolves when a mock ends or begins to wait in simulated time, or when the time is up. */
  #change(): Promise<void> {
    return new Promise(resolve => {
      const timer = begin(resolve, this.#wallClockTimeout)
      this.#onChange = () => {
        end(timer)
        this.#onChange = undefined
        resolve()
      }
    })
  }

  #respond({ work, outcome }: Settled): boolean {
    if (work.kind !== 'activity') return work.respond(outcome)
    return this.#incidents.send(this.#simulator.swf, actions[outcome.as], () => work.respond(outcome))
  }
}

const actions = {
  completed: 'RespondActivityTaskCompleted',
  failed: 'RespondActivityTaskFailed',
  canceled: 'RespondActivityTaskCanceled',
} as const
