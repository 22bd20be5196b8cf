import type { Branch } from './branch.ts'
import type { DecisionTaskView } from './decision-task.ts'
import type { Problem } from './problem.ts'
import type { DeadlineView, StepView } from './step.ts'
import type { EventRef, FailureView, PayloadView, TypeView } from './values.ts'

/** `open`, or how the execution was closed. */
export type ExecutionState =
  | 'open'
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'terminated'
  | 'timedOut'
  | 'continuedAsNew'

/** One run of a workflow execution as people read it, made from its history. */
export interface ExecutionView {
  /** Undefined if the history was read without its execution's ids, which SWF's events don't contain. */
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  readonly type: TypeView
  readonly state: ExecutionState
  readonly started: EventRef
  readonly closed: EventRef | undefined
  /** The last event that the view takes into account. */
  readonly last: EventRef
  /** The time for which ages and times left were computed: that of the reading, or of the last event of a closed or offline one. */
  readonly at: Date
  readonly taskList: string
  readonly tags: readonly string[]
  readonly timeouts: {
    /** In milliseconds; undefined without a limit. */
    readonly executionStartToClose: number | undefined
    readonly taskStartToClose: number | undefined
  }
  /** When the execution times out. Undefined if it has closed. */
  readonly deadline: DeadlineView | undefined
  readonly childPolicy: string | undefined
  readonly input: PayloadView | undefined
  readonly result: PayloadView | undefined
  readonly failure: FailureView | undefined
  /** The last value that the workflow passed to `status(value)`. */
  readonly status: PayloadView | undefined
  /** In the order in which history records their first event. */
  readonly steps: readonly StepView[]
  /** Timers and signals of the engine itself (`~wake`, `~back`, `~retry`, `~nudge`), which aren't steps of the workflow. */
  readonly engineSteps: readonly StepView[]
  /** Requests to cancel the execution. */
  readonly cancelRequests: readonly EventRef[]
  /** Decisions that SWF refused, in order. */
  readonly refused: readonly RefusedView[]
  readonly decisionTasks: readonly DecisionTaskView[]
  /** Most urgent first. */
  readonly problems: readonly Problem[]
  readonly relatives: RelativesView
  readonly sizes: SizesView
  /** With a workflow definition: where each branch waits. Undefined without one, or if the code doesn't replay (see `code`). */
  readonly branches: readonly Branch[] | undefined
  readonly code: CodeView
}

/** A decision that SWF refused. */
export interface RefusedView {
  readonly event: EventRef
  /** SWF's decision type, such as `ScheduleActivityTask`. */
  readonly decision: string
  /** The id that the decision named: an activity, timer, marker, Lambda function or workflow id. */
  readonly id: string | undefined
  /** SWF's cause, such as `ACTIVITY_TYPE_DOES_NOT_EXIST`. */
  readonly cause: string
}

/** Other runs and executions that belong to this one. */
export interface RelativesView {
  readonly parent: { readonly workflowId: string; readonly runId: string } | undefined
  /** The runs before and after this one, which continue each other as new. */
  readonly previousRunId: string | undefined
  readonly nextRunId: string | undefined
}

/** How large the history is. */
export interface SizesView {
  readonly events: number
  /** Share of SWF's quota of 25,000 events, 0 to 1. */
  readonly budget: number
  /** Characters of all payloads together, and the largest ones first (at most five). */
  readonly payloads: number
  readonly largest: readonly { readonly eventId: number; readonly of: string; readonly size: number }[]
}

/** Which code has decided, and with which code the view was made. */
export interface CodeView {
  /** The build id of the decider that completed the last decision task, from its identity; undefined if it has none. */
  readonly decidedBy: string | undefined
  /** The build id of the code that was replayed; undefined without a definition. */
  readonly shownWith: string | undefined
  /** Why there are no branches although there is a definition: the code of the error and its message. */
  readonly error: { readonly code: string; readonly message: string } | undefined
}
