import { json } from '@reyield/data'
import {
  milliseconds,
  type Activity,
  type ActivityTimeoutType,
  type Duration,
  type Signal,
} from '@reyield/workflow'
import { toSeconds } from '@reyield/workflow/internal'
import { DeciderSteps } from './decider-steps.ts'
import { ChildSteps, ExternalSteps, LambdaSteps, type Subject } from './others.ts'
import type { OperationKind } from './open.ts'
import type { OperationPick } from './pick.ts'
import * as activities from './steps/activity.ts'
import * as execution from './steps/execution.ts'
import { meant, nameOf, type AnyActivity, type AnySignal, type ChildType, type Which } from './subject.ts'
import type { HistoryDraft } from './draft.ts'
import { settingsOf } from './register-types.ts'
import { wire } from './wire.ts'

export type { AnyActivity }

/**
 * An immutable fake history of one execution. Each step returns a new history. Event ids, times and decision tasks are
 * written as SWF writes them. A step that needs a decision task or a worker writes the missing events: `timerStarted`
 * starts and completes the queued decision task, and `activityCompleted` starts the activity.
 *
 * A step applies to the oldest open operation that fits. A pick (`{ id }`, `{ nth }`, `{ input }`) chooses another one.
 * A step that isn't possible yet is deferred if the workflow can still decide, and so are all steps after it. Deferred
 * steps are written when the history is resolved (`resolved`; `decide`, `replayAll` and `where` do so), after the
 * decisions that the workflow makes then. A step that SWF could never record at that point throws
 * ImpossibleHistoryError (HISTORY_IMPOSSIBLE), at once or when it is resolved.
 *
 * @example
 * ```ts
 * const paid = history(order).started(cart).completed(charge, receipt)
 * const late = paid.fired('2 days') // two histories can continue the same one
 * const approvedInTime = paid.signaled(approved, { by: 'ann' })
 * ```
 */
export class History extends DeciderSteps {
  /** @hidden */
  protected override grown(draft: HistoryDraft): this {
    return new History(draft) as this
  }

  // time

  /** Sets the time of the next step. */
  at(date: Date): History {
    return this.step('at(…)', recorder => execution.setTime(recorder, date.getTime()), true)
  }

  /** Sets the time of the next step, as a duration after the last one. */
  after(duration: Duration): History {
    const by = milliseconds(duration)
    return this.step(
      `after(${duration})`,
      recorder => execution.setTime(recorder, (recorder.clock.last ?? recorder.clock.start) + by),
      true,
    )
  }

  // the execution

  /** StartWorkflowExecution with an input: event 1, and the first decision task is queued. */
  started(input?: unknown): History {
    const { workflow, taskList } = this.draft
    const { name = 'workflow', version = '1.0' } = workflow ?? {}
    const start = {
      execution: this.execution,
      workflowType: { name, version },
      settings: settingsOf(taskList, workflow),
      input: this.serializer.serialize(input),
    }
    return this.step('started()', recorder => execution.begin(recorder, start), true)
  }

  /** SignalWorkflowExecution, by the signal's declaration (then it's typed) or its name. */
  signaled<T>(
    signal: Signal<T> | string,
    ...[value]: undefined extends T ? [value?: T] : [value: T]
  ): History {
    const named = typeof signal === 'string' ? { signalName: signal, serializer: undefined } : signal
    const { signalName, serializer } = named
    const input = (serializer ?? this.serializer).serialize(value)
    return this.step(`signaled(${signalName})`, recorder =>
      execution.arrive(recorder, 'WorkflowExecutionSignaled', { signalName, input }),
    )
  }

  /** RequestCancelWorkflowExecution. */
  cancelRequested(): History {
    return this.step('cancelRequested()', recorder =>
      execution.arrive(recorder, 'WorkflowExecutionCancelRequested', {}),
    )
  }

  /** TerminateWorkflowExecution. */
  terminated(reason?: string): History {
    return this.step('terminated()', recorder => execution.terminate(recorder, reason))
  }

  /** The execution's timeout passes. Time moves there. */
  executionTimedOut(): History {
    return this.step('executionTimedOut()', execution.timeOutExecution)
  }

  // activities: the oldest open one of a definition that fits, or the one that `pick` chooses

  /** The worker responds with a result, typed by the activity. */
  completed<Result>(
    activity: Activity<never, Result>,
    result?: NoInfer<Result>,
    pick?: OperationPick,
  ): History {
    return this.#answer('completed', 'Completed', activity, pick, serialize => ({
      result: serialize(result),
    }))
  }

  /** The worker responds with a failure: an error as our workers write it, or any `reason` and `details`. */
  failed(activity: AnyActivity, failure: unknown, pick?: OperationPick): History {
    return this.#answer('failed', 'Failed', activity, pick, () => wire(failure))
  }

  /** One of its deadlines passes. Time moves there. `details` are those of its last heartbeat. */
  timedOut(
    activity: AnyActivity,
    type: ActivityTimeoutType,
    details?: unknown,
    pick?: OperationPick,
  ): History {
    return this.#timeOut('timedOut', activity, type, details, pick)
  }

  /** The worker stops on request, or SWF cancels the activity itself if no worker had it. */
  canceled(activity: AnyActivity, details?: unknown, pick?: OperationPick): History {
    return this.#answer('canceled', 'Canceled', activity, pick, serialize => ({
      details: serialize(details),
    }))
  }

  /** A worker takes the activity with the id, or the oldest of a definition that no worker has. */
  activityStarted(activity: string | AnyActivity, pick?: OperationPick): History {
    const one = meant('activity', activity, pick, this.serializer)
    return this.step(`activityStarted(${nameOf(activity)})`, recorder =>
      activities.startActivity(recorder, one),
    )
  }

  /** As `completed`, for the activity with the id. */
  activityCompleted(activityId: string, result?: unknown): History {
    return this.#answer('activityCompleted', 'Completed', activityId, {}, serialize => ({
      result: serialize(result),
    }))
  }

  /** As `failed`, for the activity with the id. */
  activityFailed(activityId: string, failure: unknown): History {
    return this.#answer('activityFailed', 'Failed', activityId, {}, () => wire(failure))
  }

  /** As `timedOut`, for the activity with the id. */
  activityTimedOut(activityId: string, type: ActivityTimeoutType, details?: unknown): History {
    return this.#timeOut('activityTimedOut', activityId, type, details, {})
  }

  /** As `canceled`, for the activity with the id. */
  activityCanceled(activityId: string, details?: unknown): History {
    return this.#answer('activityCanceled', 'Canceled', activityId, {}, serialize => ({
      details: serialize(details),
    }))
  }

  // timers

  /** The oldest open timer fires, or the oldest of this length, or the one that `pick` chooses. Time moves there. */
  fired(duration?: Duration, pick: OperationPick = {}): History {
    const seconds = duration === undefined ? undefined : toSeconds(duration, 'The duration')
    const type = seconds === undefined ? undefined : { name: `of ${seconds} s` }
    const timer = { ...meant('timer', undefined, pick, this.serializer), type }
    return this.step(`fired(${duration ?? ''})`, recorder => execution.fireTimer(recorder, timer))
  }

  /** The timer with the id fires, or else the one that is due first. Time moves there. */
  timerFired(timerId?: string | OperationPick): History {
    const timer = meant('timer', timerId, {}, this.serializer)
    return this.step(`timerFired(${nameOf(timerId)})`, recorder => execution.fireTimer(recorder, timer, true))
  }

  // other executions, Lambda functions

  /** The outcome of a child: by its definition, its id by place, a pick, or else the oldest. */
  child<Result>(
    which?: ChildType<Result> | string | OperationPick,
    pick?: OperationPick,
  ): ChildSteps<Result, History> {
    return new ChildSteps(this.#subject('child', 'child', which, pick))
  }

  /** The outcome of an outgoing signal: by its declaration, its id by place, a pick, or else the oldest. */
  signalOut(
    which?: AnySignal | string | OperationPick,
    pick?: OperationPick,
  ): ExternalSteps<'signal', History> {
    return new ExternalSteps(this.#subject('signalOut', 'signal', which, pick))
  }

  /** The outcome of a cancel request to another execution: by its id by place, a pick, or else the oldest. */
  cancelOut(which?: string | OperationPick): ExternalSteps<'cancel', History> {
    return new ExternalSteps(this.#subject('cancelOut', 'cancel', which))
  }

  /** The outcome of a Lambda function call: by its name or id, a pick, or else the oldest. */
  lambda(which?: string | OperationPick, pick?: OperationPick): LambdaSteps<History> {
    const named = typeof which === 'string' ? { functionName: which } : which
    return new LambdaSteps(this.#subject('lambda', 'lambda', named, pick, json))
  }

  #subject(
    name: string,
    kind: OperationKind,
    which: Which | undefined,
    pick?: OperationPick,
    byDefault = this.serializer,
  ): Subject<History> {
    return {
      name: `${name}(${nameOf(which)})`,
      meant: meant(kind, which, pick, byDefault),
      add: (step, write) => this.step(step, write),
    }
  }

  #answer(
    name: string,
    how: 'Completed' | 'Failed' | 'Canceled',
    activity: string | AnyActivity,
    pick: OperationPick | undefined,
    attributes: Parameters<typeof activities.answerActivity>[3],
  ): History {
    const one = meant('activity', activity, pick, this.serializer)
    return this.step(`${name}(${nameOf(activity)})`, recorder =>
      activities.answerActivity(recorder, one, how, attributes),
    )
  }

  #timeOut(
    name: string,
    activity: string | AnyActivity,
    type: ActivityTimeoutType,
    details: unknown,
    pick: OperationPick | undefined,
  ): History {
    const one = meant('activity', activity, pick, this.serializer)
    return this.step(`${name}(${nameOf(activity)}, ${type})`, recorder =>
      activities.timeOutActivity(recorder, one, type, details),
    )
  }
}
