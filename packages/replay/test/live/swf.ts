import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createMachine, type LambdaInvocation, type Machine } from '@reyield/local'

/** Whole numbers below `below`, from the test's random source. */
export type Choose = (below: number) => number

/** A decision task that a decider has received. */
export interface Task {
  readonly taskToken: string
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly events: HistoryEvent[]
}

interface Happening {
  readonly what: string
  readonly weight: number
  readonly happen: () => void
}

const domain = 'd'
const main = { name: 'main' }
export const types = {
  workflow: { name: 'random', version: '1.0' },
  child: { name: 'child', version: '1.0' },
  activity: { name: 'step', version: '1.0' },
}

/**
 * Amazon SWF with one workflow: the pure machine of the local SWF, and a random choice of what happens next: which task
 * ends and how, when a child starts, when the service gets round to its own work, what it refuses.
 */
export class ChosenSwf {
  readonly #machine: Machine
  readonly #choose: Choose
  /** The situations that occurred, for coverage. */
  readonly seen = new Set<string>()
  #now = Date.UTC(2026, 0, 1)
  #seq = 0
  #runs = 0
  #signals = 0
  #cancels = 0
  readonly #activities = new Map<string, string>()
  readonly #children = new Map<string, string>()
  readonly #lambdas: LambdaInvocation[] = []
  readonly #openChildren = new Map<string, { workflowId: string; runId: string }>()
  #activityType = true
  decider: Task | undefined

  constructor(choose: Choose, { refuse, small }: { refuse: boolean; small: boolean }, input: unknown) {
    this.#choose = choose
    this.#machine = createMachine({
      randomId: () => `run+${++this.#runs}/=`,
      ...(small ? { limits: { openActivities: 4, openTimers: 4, openChildren: 3 } } : {}),
      withinRate: decision => {
        if (!refuse || choose(12) > 0) return true
        this.seen.add(`refused for rate: ${decision}`)
        return false
      },
    })
    this.#call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
    for (const type of [types.workflow, types.child]) {
      this.#call('RegisterWorkflowType', {
        domain,
        ...type,
        defaultTaskList: type === types.child ? { name: 'children' } : main,
        defaultTaskStartToCloseTimeout: '10',
        defaultExecutionStartToCloseTimeout: '31536000',
        defaultChildPolicy: 'TERMINATE',
      })
    }
    this.#call('RegisterActivityType', { domain, ...types.activity })
    this.#call('StartWorkflowExecution', {
      domain,
      workflowId: 'w',
      workflowType: types.workflow,
      lambdaRole: 'arn:aws:iam::123456789012:role/r',
      input: superjson.serialize(input),
    })
  }

  /** The open run of the workflow, undefined after the last one has ended. */
  get run(): string | undefined {
    const { executionInfos } = this.#call('ListOpenWorkflowExecutions', {
      domain,
      startTimeFilter: { oldestDate: 0 },
      executionFilter: { workflowId: 'w' },
    }) as { executionInfos: { execution: { runId: string } }[] }
    return executionInfos[0]?.execution.runId
  }

  /** Begins a decision task, if one waits. */
  poll(): Task | undefined {
    const task = this.#poll('PollForDecisionTask', 'main')
    if (task === undefined) return undefined
    this.decider = {
      ...(task as unknown as Task),
      execution: (task as { workflowExecution: Task['execution'] }).workflowExecution,
    }
    this.decider = { ...this.decider, events: (task.events as object[]).map(dated) }
    return this.decider
  }

  /** The whole history of a run. */
  history(runId: string): HistoryEvent[] {
    const { events } = this.#call('GetWorkflowExecutionHistory', {
      domain,
      execution: { workflowId: 'w', runId },
    }) as { events: object[] }
    return events.map(dated)
  }

  /** The answer to the decision task. Its response may be lost: then it's sent again, and comes too late. */
  respond(decisions: readonly Decision[]): void {
    const { taskToken } = this.decider!
    this.decider = undefined
    this.#call('RespondDecisionTaskCompleted', { taskToken, decisions })
    if (this.#choose(8) > 0) return
    this.seen.add('a lost response')
    this.#late('RespondDecisionTaskCompleted', { taskToken, decisions })
  }

  /** The open decision task times out: no decider responds, or the response is lost. */
  timeOutDecision(): void {
    this.decider = undefined
    this.#pass(10_000)
  }

  /** Lets something happen outside; returns false if nothing can. */
  happen(): boolean {
    const able = this.#happenings()
    if (able.length === 0) return false
    let at = this.#choose(able.reduce((sum, { weight }) => sum + weight, 0))
    const chosen = able.find(({ weight }) => (at -= weight) < 0)!
    if (this.decider !== undefined) this.seen.add('an event while a task was open')
    this.seen.add(chosen.what)
    chosen.happen()
    return true
  }

  #happenings(): Happening[] {
    const able: Happening[] = []
    const can = (what: string, weight: number, happen: () => void) => able.push({ what, weight, happen })
    const transition = this.#machine.pendingTransition(this.#now)
    if (transition !== undefined) can('the service did its own work', 12, () => this.#commit(transition))
    const waiting = this.#machine.handle('PollForActivityTask', poll('main'), this.#now)
    if (!('wait' in waiting)) can('an activity was taken', 8, () => this.#takeActivity())
    for (const [activityId, taskToken] of this.#activities) {
      can('an activity ended', 6, () => this.#endActivity(activityId, taskToken))
    }
    const childTask = this.#machine.handle('PollForDecisionTask', poll('children'), this.#now)
    if (!('wait' in childTask)) can('a child was taken', 6, () => this.#takeChild())
    for (const [workflowId, taskToken] of this.#children) {
      can('a child ended', 5, () => this.#endChild(workflowId, taskToken))
    }
    this.#lambdas.push(...this.#machine.invocations())
    if (this.#lambdas.length > 0) can('a Lambda function ended', 6, () => this.#endLambda())
    const deadline = this.#machine.nextDeadline()
    if (deadline !== undefined && deadline - this.#now < 20 * 86_400_000 && this.decider === undefined) {
      can('a deadline passed', 3, () => this.#pass(deadline - this.#now))
    }
    if (this.#signals < 60) can('a signal', 3, () => this.#signal())
    if (this.#cancels < 2 && this.#choose(4) === 0) can('a cancel request', 3, () => this.#cancel())
    if (this.#choose(20) === 0) can('a type was deprecated or undeprecated', 1, () => this.#toggleType())
    return able
  }

  #takeActivity(): void {
    const task = this.#poll('PollForActivityTask', 'main')!
    this.#activities.set(task.activityId as string, task.taskToken as string)
  }

  #endActivity(activityId: string, taskToken: string): void {
    this.#activities.delete(activityId)
    const how = this.#choose(8)
    if (how <= 4)
      this.#late('RespondActivityTaskCompleted', {
        taskToken,
        result: superjson.serialize(`${activityId} ${this.#now}`),
      })
    else if (how <= 6)
      this.#late('RespondActivityTaskFailed', {
        taskToken,
        reason: 'no',
        details: ['', '{"reyield":1,"name":"Busy","message":"no"}'][how % 2],
      })
    else this.#late('RespondActivityTaskCanceled', { taskToken })
  }

  #endLambda(): void {
    const outcome = [{ result: '{"n":1}' }, { reason: 'Unhandled', details: '{}' }][this.#choose(2)]!
    const draft = this.#machine.invoked(this.#lambdas.shift()!, outcome, this.#now)
    if (draft !== undefined) this.#commit(draft)
  }

  #takeChild(): void {
    const task = this.#poll('PollForDecisionTask', 'children')!
    const execution = task.workflowExecution as { workflowId: string; runId: string }
    this.#children.set(execution.workflowId, task.taskToken as string)
    this.#openChildren.set(execution.workflowId, execution)
    this.seen.add('a child')
  }

  #endChild(workflowId: string, taskToken: string): void {
    this.#children.delete(workflowId)
    const how = this.#choose(5)
    if (how === 4) {
      this.#late('TerminateWorkflowExecution', { domain, ...this.#openChildren.get(workflowId)! })
      return
    }
    const decisions = [
      {
        decisionType: 'CompleteWorkflowExecution',
        completeWorkflowExecutionDecisionAttributes: { result: superjson.serialize(workflowId) },
      },
      { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: { reason: 'no' } },
      { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
    ]
    this.#late('RespondDecisionTaskCompleted', { taskToken, decisions: [decisions[Math.min(how, 2)]] })
  }

  #signal(): void {
    this.#signals++
    const signalName = ['note', 'other'][this.#choose(2)]
    this.#late('SignalWorkflowExecution', {
      domain,
      workflowId: 'w',
      signalName,
      input: this.#choose(6) > 0 ? superjson.serialize(this.#signals) : ['unreadable', ''][this.#choose(2)],
    })
  }

  #cancel(): void {
    this.#cancels++
    this.#late('RequestCancelWorkflowExecution', { domain, workflowId: 'w' })
  }

  #toggleType(): void {
    this.#activityType = !this.#activityType
    const action = this.#activityType ? 'UndeprecateActivityType' : 'DeprecateActivityType'
    this.#call(action, { domain, activityType: types.activity })
  }

  /** Calls that may come too late, since the task has timed out or the execution has closed. */
  #late(action: string, input: object): void {
    try {
      this.#call(action, input)
    } catch (error) {
      if ((error as Error).name !== 'UnknownResourceFault') throw error
    }
  }

  #poll(action: string, list: string): Record<string, unknown> | undefined {
    const outcome = this.#machine.handle(action, poll(list), this.#now)
    if ('wait' in outcome) return undefined
    if (outcome.record !== undefined) this.#commit(outcome.record)
    return outcome.response as Record<string, unknown>
  }

  #call(action: string, input: unknown): unknown {
    this.#now += 250 * this.#choose(3)
    this.#due()
    const outcome = this.#machine.handle(action, JSON.parse(JSON.stringify(input)), this.#now)
    if ('wait' in outcome) return outcome.empty
    if (outcome.record !== undefined) this.#commit(outcome.record)
    return outcome.response
  }

  #pass(milliseconds: number): void {
    this.#now += milliseconds
    this.#due()
  }

  #due(): void {
    for (let draft = this.#machine.due(this.#now); draft; draft = this.#machine.due(this.#now))
      this.#commit(draft)
  }

  #commit(draft: object): void {
    this.#machine.apply({ ...draft, seq: ++this.#seq, at: this.#now } as never)
  }
}

const poll = (list: string) => ({ domain, taskList: { name: list } })

/** An event as the AWS SDK returns it, with times as Date. */
const dated = (event: object): HistoryEvent => {
  const { eventTimestamp } = event as { eventTimestamp: number }
  return { ...(event as HistoryEvent), eventTimestamp: new Date(eventTimestamp * 1000) }
}
