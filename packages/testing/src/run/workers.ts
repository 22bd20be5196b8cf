import type { ActivityView, ExecutionView } from '@reyield/local'
import type { Work } from '../mocks/call.ts'
import { HangingMockError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { activityWork, childWork, lambdaWork } from '../simulator/work.ts'
import { Calls, type Settled } from './calls.ts'
import { isTaskLost, type Incidents } from './incidents.ts'

/** The workers of a run: they take tasks, call mocks, and answer, except where a fault or crash is injected. */
export class Workers {
  readonly #simulator: Simulator
  readonly #incidents: Incidents
  readonly #wallClockTimeout: number
  readonly #begun = new Set<string>()
  readonly calls: Calls
  #waitedFor = ''

  constructor(simulator: Simulator, incidents: Incidents, wallClockTimeout: number) {
    this.#simulator = simulator
    this.#incidents = incidents
    this.#wallClockTimeout = wallClockTimeout
    this.calls = new Calls(simulator)
  }

  /** Takes all waiting tasks and calls their mocks. Returns false if none is waiting. */
  takeAll(): boolean {
    const simulator = this.#simulator
    const before = this.calls.all.length
    const waiting = simulator.activities.filter(([, { startedEventId }]) => startedEventId === 0)
    for (const [execution, activity] of waiting) this.#takeActivity(execution, activity)
    for (const child of simulator.mockedChildren) this.#beginOnce(childWork(simulator, child))
    for (const invocation of simulator.swf.invocations) this.#beginOnce(lambdaWork(simulator, invocation))
    return waiting.length > 0 || this.calls.all.length > before
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

  /** Children and Lambda functions stay open while their mocks run. */
  #beginOnce(work: Work): void {
    const { taskToken } = work.task
    if (this.#begun.has(taskToken)) return
    this.#begun.add(taskToken)
    this.calls.begin(work)
  }

  #takeActivity(execution: ExecutionView, activity: ActivityView): void {
    const work = activityWork(this.#simulator, execution, activity)
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
