import type { MarkerMeaning } from '../history/engine-ids.ts'
import type { SourceLine } from './branch.ts'
import type { EventRef, FailureView, PayloadView } from './values.ts'

/** What a step is. A `signal` is a signal that the execution received. */
export type StepKind =
  | 'activity'
  | 'timer'
  | 'child'
  | 'signal'
  | 'lambda'
  | 'marker'
  | 'signalExternal'
  | 'cancelExternal'

/** The state of a step. `refused`: SWF refused the decision. `abandoned`: the execution closed before the step did. */
export type StepState =
  | 'waiting' // requested, not started yet (an activity in its task list, a child that SWF hasn't started)
  | 'running'
  | 'retrying' // waits before its next attempt
  | 'completed'
  | 'failed'
  | 'timedOut'
  | 'canceled'
  | 'terminated'
  | 'refused'
  | 'abandoned'

/** One step of a workflow: an activity with all its attempts, a timer, a child, … */
export interface StepView {
  readonly kind: StepKind
  /** The operation's id: `2`, `2.1.1`, or the id that the workflow chose. For a signal its name. */
  readonly id: string
  /** The place of its branch: `''` for the workflow itself, `2.1` for branch 1 of operation 2. Undefined if the id doesn't say it. */
  readonly branch: string | undefined
  /** Activity type, child type, Lambda function, signal, marker; undefined for a timer. */
  readonly name: string | undefined
  readonly version: string | undefined
  readonly state: StepState
  /** The event with which history begins to know it. */
  readonly requested: EventRef
  readonly closed: EventRef | undefined
  readonly input: PayloadView | undefined
  readonly result: PayloadView | undefined
  /** Why it failed, timed out, was canceled or refused. While it is retried: why the last attempt failed. */
  readonly failure: FailureView | undefined
  /** For an activity or a Lambda function, oldest first. Empty for others. */
  readonly attempts: readonly AttemptView[]
  /** When the workflow asked for its cancellation, and it hasn't closed yet. */
  readonly cancelRequested: EventRef | undefined
  /**
   * The next deadline of an open step: which timeout, when, and how many milliseconds are left. Timers: when it fires. A step that waits
   * before another attempt: when the wait ends. Without heartbeat timeouts, because history has no heartbeats.
   */
  readonly deadline: DeadlineView | undefined
  /** For an activity that waits before another attempt: which, and when. */
  readonly nextAttempt: { readonly number: number; readonly at: Date } | undefined
  /** For a timer: its length in milliseconds. */
  readonly duration: number | undefined
  /** For a child, or the target of a sent signal or cancel request. */
  readonly execution: { readonly workflowId: string; readonly runId: string | undefined } | undefined
  /** The task list, if it isn't the execution's. */
  readonly taskList: string | undefined
  /** For a marker: what the engine recorded with it. */
  readonly marker: MarkerMeaning | undefined
  /** Ids of all events that belong to it, in order. */
  readonly events: readonly number[]
  /** Source lines of the call, innermost first. Only with the workflow's code. */
  readonly lines?: readonly SourceLine[]
}

/** One attempt of an activity. Times are in milliseconds. */
export interface AttemptView {
  readonly number: number
  readonly scheduled: EventRef
  readonly started: EventRef | undefined
  readonly closed: EventRef | undefined
  readonly state: StepState
  /** From scheduled to started; until it closed if it was never started, or until now. */
  readonly queueWait: number
  /** From started to closed, or until now; undefined before the start. */
  readonly runTime: number | undefined
  /** The worker that started it. */
  readonly identity: string | undefined
  readonly failure: FailureView | undefined
  /** The heartbeat timeout in milliseconds. */
  readonly heartbeatTimeout: number | undefined
}

/** A timeout or the end of a timer. `left`: milliseconds, negative if it has passed. */
export interface DeadlineView {
  readonly kind: 'scheduleToStart' | 'startToClose' | 'scheduleToClose' | 'fires' | 'executionStartToClose'
  readonly at: Date
  readonly left: number
  /** The whole timeout in milliseconds, of which `left` is left. */
  readonly timeout: number
}
