import type { HeapItem } from './heap.ts'
import type {
  ActivityTaskTimeoutType,
  ActivityType,
  ActivityTypeConfiguration,
  ChildPolicy,
  CloseStatus,
  DecisionTaskScheduledEventAttributes,
  LambdaFunctionScheduledEventAttributes,
  ResourceTag,
  WorkflowExecution,
  WorkflowExecutionOpenCounts,
  WorkflowType,
  WorkflowTypeConfiguration,
} from '../../model/generated/types.ts'
import type { RegisteredType } from './registered-type.ts'
import type { Timeline } from './timeline.ts'
import type { WireEvent } from '../transaction.ts'

/** The values with which an execution was started, with defaults resolved. Durations are seconds as strings, or `NONE`. */
export interface ExecutionConfiguration {
  readonly taskList: string
  readonly taskPriority?: string | undefined
  readonly taskStartToCloseTimeout: string
  readonly executionStartToCloseTimeout: string
  readonly childPolicy: ChildPolicy
  readonly lambdaRole?: string | undefined
}

/** A workflow execution: its history, and the state that is computed from it. */
export interface Execution {
  readonly domain: Domain
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: WorkflowType
  readonly configuration: ExecutionConfiguration
  readonly tagList: readonly string[] | undefined
  readonly parent: WorkflowExecution | undefined
  /** The id of the StartChildWorkflowExecutionInitiated event in the parent's history. 0 without a parent. */
  readonly parentInitiatedEventId: number
  /** Epoch seconds. */
  readonly startTimestamp: number
  /** The number of the transaction that started it. */
  readonly startSeq: number
  /** The numbers of its transactions, except heartbeats. */
  readonly seqs: number[]
  /** The event with id n is at index n - 1. */
  readonly events: WireEvent[]
  /** The decision task that is scheduled but not started. There is at most one. */
  queued: DecisionTask | undefined
  /** The decision task that a decider is working on. There is at most one. */
  started: DecisionTask | undefined
  /** The `startedEventId` of the last completed decision task. 0 before the first one. */
  previousStartedEventId: number
  /** The task list that is used for decision tasks instead of the configured one (a sticky task list). */
  override: TaskListOverride | undefined
  latestContext: string | undefined
  cancelRequested: boolean
  /** Epoch seconds. */
  latestActivityTimestamp: number | undefined
  /** Open activities by activity id. */
  readonly activities: Map<string, ActivityTask>
  /** Open activities by the id of their ActivityTaskScheduled event. */
  readonly activitiesByEvent: Map<number, ActivityTask>
  /** Open timers by timer id. */
  readonly timers: Map<string, Timer>
  /** Open children by the id of their StartChildWorkflowExecutionInitiated event. */
  readonly children: Map<number, Child>
  /** Open Lambda functions by the id in their decision. */
  readonly lambdas: Map<string, LambdaFunction>
  deadline: Deadline | undefined
  closed: CloseInfo | undefined
}

export interface TaskListOverride {
  readonly taskList: string
  /** The time in seconds within which a decision task must be started. If it's missing or `NONE`, the override is permanent. */
  readonly scheduleToStartTimeout?: string | undefined
}

/** A task that can be on a task list. */
export interface Pollable extends HeapItem {
  readonly execution: Execution
  readonly taskList: string
  /** Tasks with a higher priority come first (swf-semantics.md §7.3). */
  readonly priority: number
  /** Within a priority, tasks with a lower number come first. */
  age: number
}

export interface DecisionTask extends Pollable {
  readonly scheduledEventId: number
  /** Seconds, or `NONE`. */
  readonly startToCloseTimeout: string | undefined
  readonly scheduleToStartTimeout: string | undefined
  /** 0 until it is started. */
  startedEventId: number
  /** When it must be started, or, after that, completed. */
  deadline: Deadline | undefined
}

export interface ActivityTask extends Pollable {
  readonly scheduledEventId: number
  readonly activityId: string
  readonly activityType: ActivityType
  readonly input: string | undefined
  /** Epoch milliseconds. */
  readonly scheduledAt: number
  readonly timeouts: ActivityTimeouts
  /** 0 until it is started. */
  startedEventId: number
  startedAt: number
  /** The time of the start or the last heartbeat, in epoch milliseconds. */
  heartbeatAt: number
  heartbeatDetails: string | undefined
  /** The number of the transaction of the last heartbeat. 0 before the first one. */
  heartbeatSeq: number
  /** 0 until a cancellation is requested. */
  latestCancelRequestedEventId: number
  /** The earliest of its timeouts. */
  deadline: Deadline | undefined
}

/** Seconds, or `NONE`. */
export interface ActivityTimeouts {
  readonly scheduleToStart: string | undefined
  readonly scheduleToClose: string | undefined
  readonly startToClose: string | undefined
  readonly heartbeat: string | undefined
}

export interface Timer {
  readonly timerId: string
  readonly startedEventId: number
  deadline: Deadline | undefined
}

/** A child, as part of its parent's state. */
export interface Child {
  /** Its latest run. Undefined until it is started. */
  run: Execution | undefined
  /** The id of the ChildWorkflowExecutionStarted event. 0 until it is recorded. */
  startedEventId: number
}

export interface LambdaFunction {
  readonly execution: Execution
  readonly id: string
  readonly name: string
  readonly input: string | undefined
  readonly scheduledEventId: number
  /** Seconds. */
  readonly startToCloseTimeout: string
  /** 0 until it is started. */
  startedEventId: number
  deadline: Deadline | undefined
}

/** What a deadline belongs to. */
export type DeadlineSubject =
  | { readonly kind: 'execution' }
  | { readonly kind: 'decision'; readonly task: DecisionTask }
  | {
      readonly kind: 'activity'
      readonly task: ActivityTask
      /** Default: the earliest of its timeouts. */
      readonly timeoutType?: ActivityTaskTimeoutType | undefined
    }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'lambda'; readonly lambda: LambdaFunction }

export interface Deadline extends HeapItem {
  /** Epoch milliseconds. */
  at: number
  readonly execution: Execution
  readonly subject: DeadlineSubject
  /** Equal deadlines pass in the order in which they were added. */
  readonly age: number
}

export interface CloseInfo {
  readonly status: CloseStatus
  /** The policy that is applied to the children. */
  readonly childPolicy: ChildPolicy
  /** Epoch seconds. */
  readonly timestamp: number
  /** The number of the transaction that closed it. */
  readonly seq: number
  /** The counts at the time of the close: the service doesn't reset them to zero. */
  readonly openCounts: WorkflowExecutionOpenCounts
}

/** A domain: its types and its executions. It's in this file since it and Execution refer to each other. */
export interface Domain {
  readonly region: string
  readonly name: string
  readonly description: string | undefined
  /** Days, or `NONE`. */
  readonly retention: string
  readonly tags: Map<string, ResourceTag>
  deprecated: boolean
  readonly workflowTypes: Map<string, RegisteredType<WorkflowTypeConfiguration>>
  readonly activityTypes: Map<string, RegisteredType<ActivityTypeConfiguration>>
  /** Open executions by workflow id, in the order of their starts. */
  readonly open: Map<string, Execution>
  /** All executions in the order of their starts. */
  readonly started: Timeline<Execution>
  /** Closed executions in the order of their closes. */
  readonly closed: Timeline<Execution>
  /** The number of the last transaction that removed closed executions. 0 before the first one. */
  expiredSeq: number
}

export const workflowExecution = ({ workflowId, runId }: Execution): WorkflowExecution => ({
  workflowId,
  runId,
})

/** Finds an open Lambda function by the id of its LambdaFunctionScheduled event. */
export function lambdaFunction(execution: Execution, scheduledEventId: number): LambdaFunction | undefined {
  const scheduled = execution.events[scheduledEventId - 1]
  const { id } = scheduled!.lambdaFunctionScheduledEventAttributes as LambdaFunctionScheduledEventAttributes
  const lambda = execution.lambdas.get(id)
  return lambda?.scheduledEventId === scheduledEventId ? lambda : undefined
}

/** The open counts that DescribeWorkflowExecution returns. A started decision task isn't counted (swf-semantics.md §2.6). */
export const openCounts = (execution: Execution): WorkflowExecutionOpenCounts =>
  execution.closed?.openCounts ?? {
    openActivityTasks: execution.activities.size,
    openTimers: execution.timers.size,
    openDecisionTasks: execution.queued === undefined ? 0 : 1,
    openChildWorkflowExecutions: execution.children.size,
    openLambdaFunctions: execution.lambdas.size,
  }

/**
 * The attributes of the next DecisionTaskScheduled event. Its task list is that of the override, if there is one
 * (swf-semantics.md §3.5). The schedule-to-start timeout is always present: it's `NONE` unless the override has one
 * (swf-semantics.md §3.4).
 */
export const nextDecisionTask = (
  configuration: Pick<ExecutionConfiguration, 'taskList' | 'taskPriority' | 'taskStartToCloseTimeout'>,
  override?: TaskListOverride,
): DecisionTaskScheduledEventAttributes => ({
  taskList: { name: override?.taskList ?? configuration.taskList },
  taskPriority: configuration.taskPriority,
  startToCloseTimeout: configuration.taskStartToCloseTimeout,
  scheduleToStartTimeout: override?.scheduleToStartTimeout ?? 'NONE',
})

/** Returns a function that copies the events of an execution from one id to another, both included. */
export const eventsOf =
  ({ events }: Execution) =>
  (first: number, last: number): WireEvent[] =>
    events.slice(first - 1, last)
