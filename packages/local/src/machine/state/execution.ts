import type { HeapItem } from './heap.ts'
import type {
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

/** What an execution was started with, defaults resolved. Durations in seconds as strings, or `NONE`. */
export interface ExecutionConfiguration {
  readonly taskList: string
  readonly taskPriority?: string | undefined
  readonly taskStartToCloseTimeout: string
  readonly executionStartToCloseTimeout: string
  readonly childPolicy: ChildPolicy
  readonly lambdaRole?: string | undefined
}

/** A workflow execution: its history and what follows from it. */
export interface Execution {
  readonly domain: Domain
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: WorkflowType
  readonly configuration: ExecutionConfiguration
  readonly tagList: readonly string[] | undefined
  readonly parent: WorkflowExecution | undefined
  /** The id of the StartChildWorkflowExecutionInitiated in the parent's history, 0 without a parent. */
  readonly parentInitiatedEventId: number
  /** Epoch seconds. */
  readonly startTimestamp: number
  /** The number of the transaction that started it. */
  readonly startSeq: number
  /** The numbers of its transactions, without heartbeats. */
  readonly seqs: number[]
  /** Event n stands at n - 1. */
  readonly events: WireEvent[]
  /** The decision task that is scheduled and not started: at most one. */
  queued: DecisionTask | undefined
  /** The decision task that a decider works on: at most one. */
  started: DecisionTask | undefined
  /** `startedEventId` of the last completed decision task, 0 before the first. */
  previousStartedEventId: number
  /** Where decision tasks go instead of the configured list (sticky). */
  override: TaskListOverride | undefined
  latestContext: string | undefined
  cancelRequested: boolean
  /** Epoch seconds. */
  latestActivityTimestamp: number | undefined
  /** Open activities by activity id. */
  readonly activities: Map<string, ActivityTask>
  /** The same by the id of their ActivityTaskScheduled. */
  readonly activitiesByEvent: Map<number, ActivityTask>
  /** Open timers by timer id. */
  readonly timers: Map<string, Timer>
  /** Open children by the id of their StartChildWorkflowExecutionInitiated. */
  readonly children: Map<number, Child>
  /** Open Lambda functions by the id that the decider gave them. */
  readonly lambdas: Map<string, LambdaFunction>
  deadline: Deadline | undefined
  closed: CloseInfo | undefined
}

export interface TaskListOverride {
  readonly taskList: string
  /** Seconds in which each decision task must be picked up; without it, or with `NONE`, the override is permanent. */
  readonly scheduleToStartTimeout?: string | undefined
}

/** A task that waits for a poll. */
export interface Pollable extends HeapItem {
  readonly execution: Execution
  readonly taskList: string
  /** Higher goes first (swf-semantics.md §7.3). */
  readonly priority: number
  /** Within a priority, by age. */
  age: number
}

export interface DecisionTask extends Pollable {
  readonly scheduledEventId: number
  /** Seconds, or `NONE`. */
  readonly startToCloseTimeout: string | undefined
  readonly scheduleToStartTimeout: string | undefined
  /** 0 until it is started. */
  startedEventId: number
  /** Of what it waits for: its start or its completion. */
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
  /** Epoch milliseconds of the start or the last heartbeat. */
  heartbeatAt: number
  heartbeatDetails: string | undefined
  /** The number of the last heartbeat's transaction, 0 before the first. */
  heartbeatSeq: number
  /** 0 until a cancel is requested. */
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

/** A child as its parent knows it. */
export interface Child {
  /** Undefined until it is started; of a child that continued as new the latest run. */
  run: Execution | undefined
  /** The id of ChildWorkflowExecutionStarted, 0 until it is recorded. */
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

/** What a deadline is of. One of a kind each: an execution's end, its decision task, an activity, a timer, a Lambda function. */
export type DeadlineSubject =
  | { readonly kind: 'execution' }
  | { readonly kind: 'decision'; readonly task: DecisionTask }
  | { readonly kind: 'activity'; readonly task: ActivityTask }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'lambda'; readonly lambda: LambdaFunction }

export interface Deadline extends HeapItem {
  /** Epoch milliseconds. */
  at: number
  readonly execution: Execution
  readonly subject: DeadlineSubject
  /** Equal deadlines pass in the order in which they were set up. */
  readonly age: number
}

export interface CloseInfo {
  readonly status: CloseStatus
  /** What the close does to the children. */
  readonly childPolicy: ChildPolicy
  /** Epoch seconds. */
  readonly timestamp: number
  /** The number of the transaction that closed it. */
  readonly seq: number
  /** As they were at the close: the service doesn't set them to zero. */
  readonly openCounts: WorkflowExecutionOpenCounts
}

/** A domain: its types and its executions. It stands beside Execution, as each refers to the other. */
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
  /** The number of the last transaction that removed closed executions, 0 before the first. */
  expiredSeq: number
}

export const workflowExecution = ({ workflowId, runId }: Execution): WorkflowExecution => ({
  workflowId,
  runId,
})

/** An open Lambda function by the id of its LambdaFunctionScheduled, which has its own id in it. */
export function lambdaFunction(execution: Execution, scheduledEventId: number): LambdaFunction | undefined {
  const scheduled = execution.events[scheduledEventId - 1]
  const { id } = scheduled!.lambdaFunctionScheduledEventAttributes as LambdaFunctionScheduledEventAttributes
  const lambda = execution.lambdas.get(id)
  return lambda?.scheduledEventId === scheduledEventId ? lambda : undefined
}

/** Numbers of open things (DescribeWorkflowExecution). A started decision task isn't counted (swf-semantics.md §2.6). */
export const openCounts = (execution: Execution): WorkflowExecutionOpenCounts =>
  execution.closed?.openCounts ?? {
    openActivityTasks: execution.activities.size,
    openTimers: execution.timers.size,
    openDecisionTasks: execution.queued === undefined ? 0 : 1,
    openChildWorkflowExecutions: execution.children.size,
    openLambdaFunctions: execution.lambdas.size,
  }

/**
 * The attributes of the next DecisionTaskScheduled. Its list is that of the override, if there is one (swf-semantics.md §3.5). The
 * schedule-to-start timeout is always there, `NONE` unless an override has one (swf-semantics.md §3.4).
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

/** The events of an execution between two ids, both included, in a new array. */
export const eventsOf =
  ({ events }: Execution) =>
  (first: number, last: number): WireEvent[] =>
    events.slice(first - 1, last)
