import { HangingMockError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { openWork, type OpenWork } from '../simulator/work.ts'
import { Calls, type Settled } from './calls.ts'
import { isTaskLost, type Incidents } from './incidents.ts'

const kinds = ['activity', 'child', 'lambda'] as const

/** The workers of a run: they take tasks, call mocks, and answer, except where a fault or crash is injected. */
export class Workers {
  readonly #simulator: Simulator
  readonly #incidents: Incidents
  readonly #wallClockTimeout: number
  /** The keys of the work that was taken. */
  readonly #taken = new Set<string>()
  readonly calls: Calls
  #waitedFor = ''

  constructor(simulator: Simulator, incidents: Incidents, wallClockTimeout: number) {
    this.#simulator = simulator
    this.#incidents = incidents
    this.#wallClockTimeout = wallClockTimeout
    this.calls = new Calls(simulator)
  }

  /** Takes all waiting work and calls its mocks. Returns false if none is waiting. */
  takeAll(): boolean {
    const waiting = kinds.flatMap(kind => openWork(this.#simulator, kind, this.#taken))
    for (const one of waiting) this.#take(one)
    return waiting.length > 0
  }

  /** Sends the answer of one mock that has ended. Returns false if there is none. */
  answer(): boolean {
    const settled = this.calls.settled.shift()
    if (settled === undefined) return false
    const { call, outcome } = settled
    const what = `${call.name} '${call.id}'`
    if (
      call.kind === 'activity' &&
      this.#incidents.crash('a worker has done the work of an activity', what)
    ) {
      call.outcome = 'lost'
    } else call.outcome = this.#deliver(settled) ? outcome.as : 'late'
    return true
  }

  /**
   * Waits for mocks that work in real time.
   *
   * @throws HangingMockError (MOCK_HANGING)
   */
  async outwait(turn: () => Promise<void>): Promise<void> {
    const { calls } = this
    await calls.change(this.#wallClockTimeout)
    await turn()
    if (calls.settled.length > 0 || calls.busy.length === 0) return
    const who = calls.busy.map(({ kind, name, id }) => `${kind} '${name}' (id '${id}')`)
    if (this.#waitedFor === who.join()) throw new HangingMockError(who, this.#wallClockTimeout)
    this.#waitedFor = who.join()
  }

  #take(open: OpenWork): void {
    this.#taken.add(open.key)
    const work = open.take()
    if (work.kind !== 'activity') return this.calls.begin(work)
    const { name, id } = work.task
    if (this.#incidents.crash('a worker has taken an activity', `${name} '${id}'`)) return
    const injected = this.#incidents.poll('PollForActivityTask')
    if (isTaskLost(injected)) return
    this.calls.begin(work)
    if (injected?.duplicateTasks === true) this.calls.begin(work) // two workers have it
  }

  #deliver({ work, outcome }: Settled): boolean {
    if (work.kind !== 'activity') return work.respond(outcome)
    return this.#incidents.send(this.#simulator.swf, actions[outcome.as], () => work.respond(outcome))
  }
}

const actions = {
  completed: 'RespondActivityTaskCompleted',
  failed: 'RespondActivityTaskFailed',
  canceled: 'RespondActivityTaskCanceled',
} as const
