import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import {
  milliseconds,
  type Activity,
  type ActivityTimeoutType,
  type AnyWorkflow,
  type Duration,
  type Serializer,
  type Signal,
  type WorkflowDefinition,
} from '@reyield/workflow'
import type { RefusedDecision } from './decisions.ts'
import { ExecutionState } from './execution-state.ts'
import { ChildSteps, ExternalSteps, LambdaSteps, wire, type Which } from './others.ts'
import * as told from './told-decisions.ts'
import * as activities from './steps/activity.ts'
import type { Pick } from './steps/activity.ts'
import * as tasks from './steps/decision-task.ts'
import * as execution from './steps/execution.ts'

/** How a fake history is set up. */
export interface HistoryOptions {
  /** Ids of the execution. Default `{ workflowId: '<workflow name>-1', runId: 'run/1=' }`. */
  readonly execution?: { readonly workflowId: string; readonly runId: string }
  /** How payloads are written. Default: the workflow's serializer, else superjson. */
  readonly serializer?: Serializer
  /** Task list of the execution. Default: the workflow's, else `default`. */
  readonly taskList?: string
  /** Time of the first event. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date
  /** Time from one transaction to the next, where the test says nothing else. Default one second. */
  readonly step?: Duration
}

/** An activity of `activities()`, whatever its types. */
export interface AnyActivity {
  readonly activityName: string
  readonly activityVersion: string
}

/** A decision, accepted or refused. */
export type AnyDecision = Decision | RefusedDecision

/**
 * A fake history of one execution, immutable: each step gives a new one. Event ids, times and decision tasks are written
 * as SWF writes them. Steps that need a decision task or a worker bring those along: `timerStarted` starts and completes
 * the queued decision task, `activityCompleted` starts the activity. Every step throws HistoryImpossibleError
 * (HISTORY_IMPOSSIBLE) for what SWF could never record there.
 */
export class History {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  readonly #workflow: AnyWorkflow | undefined
  readonly #taskList: string
  readonly #state: ExecutionState

  /** @hidden */
  constructor(
    workflow: AnyWorkflow | undefined,
    options: Required<Omit<HistoryOptions, 'start' | 'step'>>,
    state: ExecutionState,
  ) {
    this.execution = options.execution
    this.serializer = options.serializer
    this.#workflow = workflow
    this.#taskList = options.taskList
    this.#state = state
  }

  /** The events, as the AWS SDK gives them. */
  get events(): HistoryEvent[] {
    return this.#state.log.events
  }

  /** What is open, for people: the list that stands in HistoryImpossibleError. */
  get open(): readonly string[] {
    return this.#state.open()
  }

  /** Tells whether a decider has a decision task. */
  get decisionOpen(): boolean {
    return this.#state.started !== undefined
  }

  /** Tells whether a decider can take one: one is queued, and none is started. */
  get canStartDecision(): boolean {
    return this.#state.queued !== undefined && !this.decisionOpen
  }

  // time

  /** The next step happens then. */
  at(date: Date): History {
    return this.#then(state => execution.setTime(state, date.getTime()), 'any')
  }

  /** The next step happens so long after the last one. */
  after(duration: Duration): History {
    return this.#then(state => {
      const { last, start } = state.clock
      execution.setTime(state, (last ?? start) + milliseconds(duration))
    }, 'any')
  }

  // the execution

  /** StartWorkflowExecution with an input: event 1, and the first decision task is queued. */
  started(input?: unknown): History {
    const { name = 'workflow', version = '1.0' } = this.#workflow ?? {}
    const begun = {
      taskList: this.#taskList,
      executionStartToClose: this.#workflow?.executionStartToClose ?? '86400',
      taskStartToClose: this.#workflow?.taskStartToClose ?? '10',
      childPolicy: this.#workflow?.childPolicy ?? 'TERMINATE',
    }
    const text = this.serializer.serialize(input)
    return this.#then(state => execution.begin(state, begun, { name, version }, text), 'any')
  }

  /** SignalWorkflowExecution, by the signal's declaration (then it's typed) or its name. */
  signaled<T>(
    signal: Signal<T> | string,
    ...[value]: undefined extends T ? [value?: T] : [value: T]
  ): History {
    const named = typeof signal === 'string' ? { signalName: signal, serializer: undefined } : signal
    const input = (named.serializer ?? this.serializer).serialize(value)
    return this.#then(state =>
      execution.arrive(state, 'WorkflowExecutionSignaled', { signalName: named.signalName, input }),
    )
  }

  /** RequestCancelWorkflowExecution. */
  cancelRequested(): History {
    return this.#then(state => execution.arrive(state, 'WorkflowExecutionCancelRequested', {}))
  }

  /** TerminateWorkflowExecution. */
  terminated(reason?: string): History {
    return this.#then(state => execution.terminate(state, reason))
  }

  /** The execution's timeout passes; time moves there. */
  executionTimedOut(): History {
    return this.#then(execution.timeOutExecution)
  }

  // decision tasks

  /** A decider takes the queued decision task. */
  decisionStarted(identity?: string): History {
    return this.#then(state => tasks.startDecisionTask(state, { identity }))
  }

  /** The decider doesn't answer; time moves to the deadline, and the next task is queued. */
  decisionTimedOut(): History {
    return this.#then(tasks.timeOutDecisionTask)
  }

  /**
   * The decider answers: DecisionTaskCompleted and what SWF records for these decisions, refusals included: ids in use,
   * unknown ids, a close while another task is queued (UNHANDLED_DECISION), and what `refused` marks.
   */
  decided(...decisions: readonly (AnyDecision | readonly AnyDecision[])[]): History {
    const answers = decisions.flat<readonly (AnyDecision | readonly AnyDecision[])[]>().map(tasks.asked)
    return this.#then(state => tasks.completeDecisionTask(state, answers))
  }

  /** Decides an activity, in the batch that ends the history or in the next decision task. */
  scheduled<Input>(activityId: string, activity: Activity<Input, unknown>, input?: NoInfer<Input>): History {
    const { decision, serializer } = told.schedule(
      activityId,
      activity,
      input,
      this.serializer,
      this.#taskList,
    )
    return this.#then(state => tasks.decideMore(state, { decision, serializer }))
  }

  /** Decides the cancel of an activity, as `scheduled`. */
  activityCancelRequested(activityId: string): History {
    return this.#decide(told.requestCancel(activityId))
  }

  /** Decides a timer, as `scheduled`. */
  timerStarted(timerId: string, duration: Duration): History {
    return this.#decide(told.startTimer(timerId, duration))
  }

  /** Decides the cancel of a timer, as `scheduled`. */
  timerCanceled(timerId: string): History {
    return this.#decide(told.cancelTimer(timerId))
  }

  /** Decides the close with a result, as `scheduled`. */
  executionCompleted(result?: unknown): History {
    return this.#decide(told.complete(this.serializer.serialize(result)))
  }

  /** Decides the close with a failure, as `scheduled`. */
  executionFailed(error: unknown): History {
    return this.#decide(told.fail(wire(error)))
  }

  // activities and timers

  /** A worker takes the activity. */
  activityStarted(activityId: string, identity?: string): History {
    return this.#then(state => activities.startActivity(state, activityId, { identity }))
  }

  /** The worker answers with a result. */
  activityCompleted(activityId: string, result?: unknown): History {
    return this.#then(state => {
      const text = this.#serializerOf(activityId).serialize(result)
      activities.answerActivity(state, activityId, 'ActivityTaskCompleted', { result: text })
    })
  }

  /** The worker answers with a failure: an error as our workers write it, or any `reason` and `details`. */
  activityFailed(activityId: string, failure: unknown): History {
    return this.#then(state =>
      activities.answerActivity(state, activityId, 'ActivityTaskFailed', wire(failure)),
    )
  }

  /** One of its deadlines passes; time moves there. `details` are those of its last heartbeat. */
  activityTimedOut(activityId: string, type: ActivityTimeoutType, details?: unknown): History {
    return this.#then(state =>
      activities.timeOutActivity(state, activityId, type, this.#serializerOf(activityId).serialize(details)),
    )
  }

  /** The worker gives up on request; or SWF itself, where a cancel was requested and no worker had the activity. */
  activityCanceled(activityId: string, details?: unknown): History {
    return this.#then(state => {
      const text = this.#serializerOf(activityId).serialize(details)
      activities.answerActivity(state, activityId, 'ActivityTaskCanceled', { details: text })
    })
  }

  /** A timer fires, that with the id or the one that is due first; time moves there. */
  timerFired(timerId?: string): History {
    return this.#then(state => execution.fireTimer(state, timerId))
  }

  // other executions

  /** What a child comes to: that at a place, the oldest open one of a definition, or the oldest of all. */
  child<Result>(which?: Which<Result>): ChildSteps<Result> {
    const own = typeof which === 'object' ? (which as Partial<WorkflowDefinition>).serializer : undefined
    return new ChildSteps(step => this.#then(step), which, own ?? this.serializer)
  }

  /** What an outgoing signal comes to: that of a place, or the oldest. */
  signalOut(id?: string): ExternalSteps {
    return new ExternalSteps(step => this.#then(step), 'signal', id)
  }

  /** What a cancel request to another execution comes to: that of a place, or the oldest. */
  cancelOut(id?: string): ExternalSteps {
    return new ExternalSteps(step => this.#then(step), 'cancel', id)
  }

  /** What a Lambda function comes to: that with an id, or the oldest. */
  lambda(id?: string): LambdaSteps {
    return new LambdaSteps(step => this.#then(step), id)
  }

  // by type: the oldest open activity of it, or that which `pick` says

  /** As `activityCompleted`, for the oldest open activity of a type. */
  completed<Result>(activity: Activity<never, Result>, result?: NoInfer<Result>, pick?: Pick): History {
    return this.activityCompleted(this.#pick(activity, 'ActivityTaskCompleted', pick), result)
  }

  /** As `activityFailed`, for the oldest open activity of a type. */
  failed(activity: AnyActivity, failure: unknown, pick?: Pick): History {
    return this.activityFailed(this.#pick(activity, 'ActivityTaskFailed', pick), failure)
  }

  /** As `activityTimedOut`, for the oldest open activity of a type. */
  timedOut(activity: AnyActivity, type: ActivityTimeoutType, details?: unknown, pick?: Pick): History {
    return this.activityTimedOut(this.#pick(activity, 'ActivityTaskTimedOut', pick), type, details)
  }

  /** As `activityCanceled`, for the oldest open activity of a type. */
  canceled(activity: AnyActivity, details?: unknown, pick?: Pick): History {
    return this.activityCanceled(this.#pick(activity, 'ActivityTaskCanceled', pick), details)
  }

  #pick(
    { activityName: name, activityVersion: version }: AnyActivity,
    step: string,
    pick: Pick = {},
  ): string {
    return activities.pickActivity(this.#state, { name, version }, step, pick, input => this.#read(input))
  }

  #read(text: string | undefined): unknown {
    try {
      return this.serializer.deserialize(text)
    } catch {
      return text
    }
  }

  #serializerOf(activityId: string): Serializer {
    return this.#state.activities.get(activityId)?.serializer ?? this.serializer
  }

  #decide(decision: Decision): History {
    return this.#then(state => tasks.decideMore(state, { decision }))
  }

  /** The history after a step. */
  #then(step: (state: ExecutionState) => void, when: 'begun' | 'any' = 'begun'): History {
    const { execution: ids, serializer } = this
    const state = new ExecutionState(this.#state)
    if (when === 'begun' && state.begun === undefined) {
      throw state.impossible('The step', 'the execution is not started: begin with started(input)')
    }
    if (state.closed !== undefined) {
      throw state.impossible('The step', `the execution is closed (${state.closed})`)
    }
    step(state)
    return new History(this.#workflow, { execution: ids, serializer, taskList: this.#taskList }, state)
  }
}

/**
 * Begins a fake history.
 *
 * @example
 * ```ts
 * const paid = history(order).started(cart).scheduled('1', charge, cart).completed(charge, receipt)
 * const { decisions } = await decide(order, paid)
 * ```
 */
export function history(workflow?: AnyWorkflow, options: HistoryOptions = {}): History {
  const { start = new Date('2026-01-01T00:00:00Z'), step = '1s' } = options
  const clock = { last: undefined, said: undefined, step: milliseconds(step), start: start.getTime() }
  return new History(
    workflow,
    {
      execution: options.execution ?? { workflowId: `${workflow?.name ?? 'workflow'}-1`, runId: 'run/1=' },
      serializer: options.serializer ?? workflow?.serializer ?? superjson,
      taskList: options.taskList ?? workflow?.taskList ?? 'default',
    },
    new ExecutionState({ clock }),
  )
}
