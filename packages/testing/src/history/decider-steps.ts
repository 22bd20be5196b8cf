import type { Decision } from '@aws-sdk/client-swf'
import type { Activity, Duration } from '@reyield/workflow'
import type { Asked } from './asked.ts'
import { refuse, type Refusal, type RefusedDecision } from './refusals.ts'
import * as tasks from './steps/decision-task.ts'
import { readBy } from './pick.ts'
import { addStep } from './draft.ts'
import * as decisions from './decision-shorthands.ts'
import { wire } from './wire.ts'
import { WrittenHistory } from './written-history.ts'

/** A decision, accepted or refused. */
export type AnyDecision = Decision | RefusedDecision

/** The steps of the decider: decision tasks, and the decisions in them. */
export abstract class DeciderSteps extends WrittenHistory {
  /** A decider takes the queued decision task. */
  decisionStarted(identity?: string): this {
    return this.step('decisionStarted()', recorder => tasks.startDecisionTask(recorder, { identity }))
  }

  /** The decider doesn't respond. Time moves to the deadline, and the next task is queued. */
  decisionTimedOut(): this {
    return this.step('decisionTimedOut()', tasks.timeOutDecisionTask)
  }

  /**
   * The workflow decides at this point. A test uses it to place decisions between two events that could arrive
   * together, or after events that arrive while a decision task is started. `refuse`: the decisions that SWF refuses,
   * by the activity, the child workflow, or the kind of decision, with SWF's cause.
   *
   * @example
   * ```ts
   * const refused = history(order).started(cart).decisionCompleted({ refuse: [[charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED']] })
   * ```
   */
  decisionCompleted(how: { readonly refuse?: readonly Refusal[] } = {}): this {
    return this.grown(addStep(this.draft, { name: 'decisionCompleted()', decides: how.refuse ?? [] }))
  }

  /**
   * The decider responds: DecisionTaskCompleted, and what SWF records for these decisions. It records refusals too: ids
   * in use, unknown ids, a close while another task is queued (UNHANDLED_DECISION), and those marked with `refused`.
   */
  decided(...answer: readonly (AnyDecision | readonly AnyDecision[])[]): this {
    const answers = answer.flat<readonly (AnyDecision | readonly AnyDecision[])[]>().map(tasks.asked)
    return this.step('decided()', recorder => tasks.completeDecisionTask(recorder, answers))
  }

  /**
   * As `decided`, with the decisions of a workflow; SWF refuses these of them.
   *
   * @hidden
   */
  answered(raw: readonly Decision[], refusals: readonly Refusal[] = []): this {
    const read = (input: string | undefined) => readBy(this.serializer, input)
    return this.step('decided()', recorder =>
      tasks.completeDecisionTask(recorder, refuse(raw, refusals, recorder, read)),
    )
  }

  /** Decides an activity, in the batch that ends the history or in the next decision task. */
  scheduled<Input>(activityId: string, activity: Activity<Input, unknown>, input?: NoInfer<Input>): this {
    const { taskList } = this.draft
    const asked = decisions.schedule(activityId, activity, input, this.serializer, taskList)
    return this.#decide(`scheduled(${activityId})`, asked)
  }

  /** Decides the cancel of an activity, as `scheduled`. */
  activityCancelRequested(activityId: string): this {
    const decision = decisions.requestCancel(activityId)
    return this.#decide(`activityCancelRequested(${activityId})`, { decision })
  }

  /** Decides a timer, as `scheduled`. */
  timerStarted(timerId: string, duration: Duration): this {
    const decision = decisions.startTimer(timerId, duration)
    return this.#decide(`timerStarted(${timerId})`, { decision })
  }

  /** Decides the cancel of a timer, as `scheduled`. */
  timerCanceled(timerId: string): this {
    const decision = decisions.cancelTimer(timerId)
    return this.#decide(`timerCanceled(${timerId})`, { decision })
  }

  /** Decides the close with a result, as `scheduled`. */
  executionCompleted(result?: unknown): this {
    const decision = decisions.complete(this.serializer.serialize(result))
    return this.#decide('executionCompleted()', { decision })
  }

  /** Decides the close with a failure, as `scheduled`. */
  executionFailed(error: unknown): this {
    return this.#decide('executionFailed()', { decision: decisions.fail(wire(error)) })
  }

  #decide(name: string, asked: Asked): this {
    return this.step(name, recorder => tasks.decideMore(recorder, asked))
  }
}
