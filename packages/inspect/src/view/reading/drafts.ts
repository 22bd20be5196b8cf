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
  readonly timeouts?: Timeouts | undefined
  readonly execution?: { readonly workflowId: string; readonly runId: string | undefined } | undefined
}

/** A step, as far as it has been read. A class, because histories have thousands: V8 makes its objects much faster than spread ones. */
export class StepDraft {
  readonly kind: StepKind
  readonly id: string
  readonly name: string | undefined
  readonly version: string | undefined
  readonly marker: MarkerMeaning | undefined
  readonly timeouts: Timeouts | undefined
  readonly requested: EventRef
  input: PayloadText | undefined
  duration: number | undefined
  taskList: string | undefined
  execution: { readonly workflowId: string; readonly runId: string | undefined } | undefined
  state: StepState = 'waiting'
  started: EventRef | undefined = undefined
  closed: EventRef | undefined = undefined
  result: PayloadText | undefined = undefined
  failure: FailureDraft | undefined = undefined
  cancelRequested: EventRef | undefined = undefined
  /** The wait before the next attempt. */
  backOff: BackOff | undefined = undefined
  readonly attempts: AttemptDraft[] = []
  readonly events: number[] = []

  constructor(start: StepStart, requested: EventRef) {
    this.kind = start.kind
    this.id = start.id
    this.name = start.name
    this.version = start.version
    this.marker = start.marker
    this.timeouts = start.timeouts
    this.requested = requested
    this.input = start.input
    this.duration = start.duration
    this.taskList = start.taskList
    this.execution = start.execution
  }
}

/** A timer `<id>~<n>`, which the engine starts before another attempt. */
export interface BackOff {
  readonly timerId: string
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
