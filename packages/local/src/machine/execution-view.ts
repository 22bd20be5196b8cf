import type { CloseStatus, WorkflowExecution, WorkflowType } from '../model/generated/types.ts'
import type { ActivityTimeouts } from './state/execution.ts'
import type { WireEvent } from './transaction.ts'

/**
 * An execution, for those who only look at it. It's the state of the machine itself, so it costs nothing and changes with each
 * transaction. It must not be changed. What is open is empty once the execution has closed.
 *
 * @example
 * ```ts
 * for (const { workflowId, closed, activities } of machine.executions.values()) {
 *   if (closed === undefined) console.log(workflowId, [...activities.keys()])
 * }
 * ```
 */
export interface ExecutionView {
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: Readonly<WorkflowType>
  /** The execution that started this one as its child. */
  readonly parent: Readonly<WorkflowExecution> | undefined
  /** The history so far. The event with id n is at index n - 1. */
  readonly events: readonly WireEvent[]
  /** The decision task that is scheduled but not started. */
  readonly queued:
    | {
        readonly scheduledEventId: number
        readonly taskList: string
        readonly startToCloseTimeout: string | undefined
      }
    | undefined
  /** The decision task that a decider is working on. */
  readonly started:
    | {
        readonly scheduledEventId: number
        readonly startedEventId: number
        /** When it times out. Undefined if it has no timeout. */
        readonly deadline: { readonly at: number } | undefined
      }
    | undefined
  readonly cancelRequested: boolean
  /** Open activities by activity id, the oldest first. */
  readonly activities: ReadonlyMap<string, ActivityView>
  /** Open timers by timer id, the oldest first. */
  readonly timers: ReadonlyMap<string, TimerView>
  /** Open Lambda functions by the id in their decision, the oldest first. */
  readonly lambdas: ReadonlyMap<string, LambdaView>
  /** Open children by the id of their StartChildWorkflowExecutionInitiated event, the oldest first. */
  readonly children: ReadonlyMap<number, ChildView>
  /** When the execution itself times out. Undefined if it's closed or has no timeout. */
  readonly deadline: { readonly at: number } | undefined
  readonly closed: { readonly status: CloseStatus } | undefined
}

/** An open activity. */
export interface ActivityView {
  readonly activityId: string
  readonly activityType: { readonly name: string; readonly version: string }
  readonly taskList: string
  readonly input: string | undefined
  readonly timeouts: Readonly<ActivityTimeouts>
  readonly scheduledEventId: number
  /** 0 until a worker has taken it. */
  readonly startedEventId: number
  /** The id of the last ActivityTaskCancelRequested event. 0 until a cancellation is requested. */
  readonly latestCancelRequestedEventId: number
}

/** An open timer. */
export interface TimerView {
  readonly timerId: string
  readonly startedEventId: number
}

/** An open child. */
export interface ChildView {
  /** Its last run. Undefined until it is started. */
  readonly run: ExecutionView | undefined
  /** The id of the ChildWorkflowExecutionStarted event. 0 until it is recorded. */
  readonly startedEventId: number
}

/** An open Lambda function. */
export interface LambdaView {
  readonly scheduledEventId: number
  /** 0 until it is started. */
  readonly startedEventId: number
}
