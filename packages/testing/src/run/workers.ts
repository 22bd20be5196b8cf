import { json } from '@reyield/data'
import { answerActivity, closeChild, closeLambda } from '../stage/answers.ts'
import { childTask, lambdaTask, type CallTask } from '../stage/call.ts'
import { HangingMockError } from '../stage/errors.ts'
import type { StagedActivity, StagedExecution } from '../stage/execution.ts'
import type { Stage } from '../stage/stage.ts'
import { Calls, type Settled } from './calls.ts'
import { isTaskLost, isToRepeat, type Incidents } from './incidents.ts'

/** The workers of a run: they take what waits, let its function work, and answer, but for what goes wrong. */
export class Workers {
  readonly #stage: Stage
  readonly #incidents: Incidents
  readonly #patience: number
  readonly #begun = new Set<string>()
  readonly calls: Calls
  #waitedFor = ''

  constructor(stage: Stage, incidents: Incidents, patience: number) {
    this.#stage = stage
    this.#incidents = incidents
    this.#patience = patience
    this.calls = new Calls(stage)
  }

  /** Takes all that waits, and lets the functions begin; false if nothing waits. */
  takeAll(): boolean {
    const { swf } = this.#stage
    const before = this.calls.all.length
    let taken = false
    for (const execution of swf.executions.values()) {
      if (execution.closed !== undefined) continue
      for (const activity of execution.activities.values()) {
        if (activity.startedEventId !== 0) continue
        taken = true
        this.#takeActivity(execution, activity)
      }
    }
    for (const child of this.#stage.playedChildren) this.#once(child.runId, () => this.#takeChild(child))
    for (const invocation of swf.invocations) {
      const task = lambdaTask(invocation, this.#stage.root.workflowId)
      this.#once(task.taskToken, () => this.#takeLambda(task))
    }
    return taken || this.calls.all.length > before
  }

  /** The answer of a function that has ended, one at a time; false if there is none. */
  answer(): boolean {
    const settled = this.calls.settled.shift()
    if (settled === undefined) return false
    const { call, ending } = settled
    const what = `${call.name} '${call.id}'`
    if (
      call.kind === 'activity' &&
      this.#incidents.crash('a worker has done the work of an activity', what)
    ) {
      call.ending = 'lost'
    } else call.ending = this.#deliver(settled) ? ending.as : 'late'
    return true
  }

  /**
   * Functions work in the process's time: the run waits for them.
   *
   * @throws HangingMockError (MOCK_HANGING)
   */
  async outwait(turn: () => Promise<void>): Promise<void> {
    const { calls } = this
    await calls.change(this.#patience)
    await turn()
    if (calls.settled.length > 0 || calls.busy.length === 0) return
    const who = calls.busy.map(({ kind, name, id }) => `${kind} '${name}' (id '${id}')`)
    if (this.#waitedFor === who.join()) throw new HangingMockError(who, this.#patience)
    this.#waitedFor = who.join()
  }

  #once(key: string, take: () => void): void {
    if (this.#begun.has(key)) return
    this.#begun.add(key)
    take()
  }

  #takeActivity(execution: StagedExecution, activity: StagedActivity): void {
    const player = this.#stage.playerOf(activity)
    const task = this.#stage.startActivity(execution, activity)
    if (this.#incidents.crash('a worker has taken an activity', `${activity.name} '${activity.id}'`)) return
    const drawn = this.#incidents.request('PollForActivityTask')
    if (isTaskLost(drawn)) return
    this.calls.begin('activity', player, task)
    if (drawn?.duplicateTasks === true) this.calls.begin('activity', player, task) // two workers have it
  }

  #takeChild(child: StagedExecution): void {
    const part = this.#stage.parts.child(child.type, child.workflowId)
    if (!('workflow' in part)) this.calls.begin('child', part, childTask(child))
  }

  #takeLambda(task: CallTask): void {
    const player = { run: this.#stage.parts.lambda(task.name, task.id), serializer: json }
    this.calls.begin('lambda', player, task)
  }

  #deliver(settled: Settled): boolean {
    const { call, task, ending } = settled
    const stage = this.#stage
    if (call.kind === 'child') return closeChild(stage, stage.swf.executions.get(task.taskToken)!, ending)
    if (call.kind === 'lambda') return this.#deliverLambda(settled)
    const drawn = this.#incidents.request(actions[ending.as])
    if (isToRepeat(drawn)) stage.swf.passBy(1000) // then it's sent again
    const taken = answerActivity(stage, task.taskToken, ending)
    if (drawn?.lostResponses === true) answerActivity(stage, task.taskToken, ending) // sent again: it comes too late
    return taken
  }

  #deliverLambda({ task, ending }: Settled): boolean {
    const stage = this.#stage
    const invocation = stage.swf.invocations.find(
      one => lambdaTask(one, stage.root.workflowId).taskToken === task.taskToken,
    )
    return invocation !== undefined && closeLambda(stage, invocation, ending)
  }
}

const actions = {
  completed: 'RespondActivityTaskCompleted',
  failed: 'RespondActivityTaskFailed',
  canceled: 'RespondActivityTaskCanceled',
} as const
