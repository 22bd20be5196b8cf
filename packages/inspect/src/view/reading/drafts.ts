import type { PayloadText } from '../payload-of.ts'
import type { MarkerMeaning } from '../../history/engine-ids.ts'
import type { StepKind, StepState } from '../step.ts'
import type { EventRef } from '../values.ts'

/** A failure as an event has it. */
export interface FailureDraft {
  /** Fixed names: SWF's timeout types and causes. Undefined if `reason` and `details` have it. */
  readonly name?: string | undefined
  readonly message?: string | undefined
  readonly code?: string | undefined
  readonly reason?: string | undefined
  readonly details?: PayloadText | undefined
}

/** The timeouts of a task in milliseconds. */
export interface Timeouts {
  readonly scheduleToStart?: number | undefined
  readonly startToClose?: number | undefined
  readonly scheduleToClose?: number | undefined
  readonly heartbeat?: number | undefined
}

/** One attempt, as far as it has been read. */
export interface AttemptDraft {
  readonly scheduled: EventRef
  readonly timeouts: Timeouts
  started: EventRef | undefined
  closed: EventRef | undefined
  state: StepState
  identity: string | undefined
  failure: FailureDraft | undefined
}

/** What is known of a step when it begins. */
export interface StepStart {
  readonly kind: StepKind
  readonly id: string
  readonly name?: string | undefined
  readonly version?: string | undefined
  readonly input?: PayloadText | undefined
  readonly taskList?: string | undefined
  readonly duration?: number | undefined
  readonly marker?: MarkerMeaning | undefined
  /** The place that the engine recorded, where the id isn't it. */
  readonly place?: string | undefined
  readonly timeouts?: Timeouts | undefined
  readonly execution?: { readonly workflowId: string; readonly runId: string | undefined } | undefined
}

/** A step, as far as it has been read. */
export interface StepDraft extends StepStart {
  input: PayloadText | undefined
  duration: number | undefined
  taskList: string | undefined
  execution: { readonly workflowId: string; readonly runId: string | undefined } | undefined
  state: StepState
  readonly requested: EventRef
  started: EventRef | undefined
  closed: EventRef | undefined
  result: PayloadText | undefined
  failure: FailureDraft | undefined
  cancelRequested: EventRef | undefined
  readonly attempts: AttemptDraft[]
  /** The wait before the next attempt. */
  backOff: BackOff | undefined
  readonly events: number[]
}

/** A timer `<id>~<n>`, which the engine starts before another attempt. */
export interface BackOff {
  readonly started: EventRef
  readonly duration: number
  fired: EventRef | undefined
}

/** A decision task, as far as it has been read. */
export interface TaskDraft {
  readonly scheduled: EventRef
  readonly taskList: string | undefined
  started: EventRef | undefined
  closed: EventRef | undefined
  state: 'waiting' | 'started' | 'completed' | 'timedOut'
  timeoutType: string | undefined
  identity: string | undefined
  executionContext: string | undefined
  readonly decisions: number[]
}
