import { json } from '@reyield/data'
import type { ActivityView, ExecutionView } from '@reyield/local'
import { answerActivity, closeChild, closeLambda } from '../simulator/answers.ts'
import { childTask, lambdaTask, type CallTask } from '../simulator/call.ts'
import { HangingMockError } from '../simulator/errors.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { Calls, type Settled } from './calls.ts'
import { isTaskLost, isToRepeat, type Incidents } from './incidents.ts'

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
    const { swf } = this.#simulator
    const before = this.calls.all.length
    let taken = false
    for (const execution of swf.executions.values()) {
      for (const activity of execution.activities.values()) {
        if (activity.startedEventId !== 0) continue
        taken = true
        this.#takeActivity(execution, activity)
      }
    }
    for (const child of this.#simulator.mockedChildren) this.#once(child.runId, () => this.#takeChild(child))
    for (const invocation of swf.invocations) {
      const task = lambdaTask(invocation, this.#simulator.root.workflowId)
      this.#once(task.taskToken, () => this.#takeLambda(task))
    }
    return taken || this.calls.all.length > before
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

  #once(key: string, take: () => void): void {
    if (this.#begun.has(key)) return
    this.#begun.add(key)
    take()
  }

  #takeActivity(execution: ExecutionView, activity: ActivityView): void {
    const mock = this.#simulator.mockOf(activity)
    const task = this.#simulator.startActivity(execution, activity)
    if (this.#incidents.crash('a worker has taken an activity', `${task.name} '${task.id}'`)) return
    const injected = this.#incidents.request('PollForActivityTask')
    if (isTaskLost(injected)) return
    this.calls.begin('activity', mock, task)
    if (injected?.duplicateTasks === true) this.calls.begin('activity', mock, task) // two workers have it
  }

  #takeChild(child: ExecutionView): void {
    const mock = this.#simulator.mocks.child(child.workflowType, child.workflowId)
    if (!('workflow' in mock)) this.calls.begin('child', mock, childTask(child))
  }

  #takeLambda(task: CallTask): void {
    const mock = { run: this.#simulator.mocks.lambda(task.name, task.id), serializer: json }
    this.calls.begin('lambda', mock, task)
  }

  #deliver(settled: Settled): boolean {
    const { call, task, outcome } = settled
    const simulator = this.#simulator
    if (call.kind === 'child')
      return closeChild(simulator, simulator.swf.executions.get(task.taskToken)!, outcome)
    if (call.kind === 'lambda') return this.#deliverLambda(settled)
    const injected = this.#incidents.request(actions[outcome.as])
    if (isToRepeat(injected)) simulator.swf.passBy(1000) // and then it is sent again
    const taken = answerActivity(simulator, task.taskToken, outcome)
    if (injected?.lostResponses === true) answerActivity(simulator, task.taskToken, outcome) // sent again, now too late
    return taken
  }

  #deliverLambda({ task, outcome }: Settled): boolean {
    const simulator = this.#simulator
    const invocation = simulator.swf.invocations.find(
      one => lambdaTask(one, simulator.root.workflowId).taskToken === task.taskToken,
    )
    return invocation !== undefined && closeLambda(simulator, invocation, outcome)
  }
}

const actions = {
  completed: 'RespondActivityTaskCompleted',
  failed: 'RespondActivityTaskFailed',
  canceled: 'RespondActivityTaskCanceled',
} as const
