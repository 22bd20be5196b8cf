import type { Operations } from './generated/types.ts'

/** A token bucket: how many requests at once, and how many more each second. */
export type Rate = readonly [size: number, refill: number]

/** The decisions that have a rate limit. Above it, they fail with a cause that ends in `_RATE_EXCEEDED`. */
export type RatedDecision =
  | 'RequestCancelExternalWorkflowExecution'
  | 'ScheduleActivityTask'
  | 'SignalExternalWorkflowExecution'
  | 'StartChildWorkflowExecution'
  | 'StartTimer'

/** Rates of an account in a region (swf-semantics.md §9.2). */
export const actionRates: Readonly<Record<keyof Operations, Rate>> = {
  CountClosedWorkflowExecutions: [2000, 6],
  CountOpenWorkflowExecutions: [2000, 6],
  CountPendingActivityTasks: [200, 6],
  CountPendingDecisionTasks: [200, 6],
  DeleteActivityType: [200, 6],
  DeleteWorkflowType: [200, 6],
  DeprecateActivityType: [200, 6],
  DeprecateDomain: [100, 6],
  DeprecateWorkflowType: [200, 6],
  DescribeActivityType: [2000, 6],
  DescribeDomain: [200, 6],
  DescribeWorkflowExecution: [2000, 6],
  DescribeWorkflowType: [2000, 6],
  GetWorkflowExecutionHistory: [2000, 60],
  ListActivityTypes: [200, 6],
  ListClosedWorkflowExecutions: [200, 6],
  ListDomains: [100, 6],
  ListOpenWorkflowExecutions: [200, 48],
  ListTagsForResource: [50, 30],
  ListWorkflowTypes: [200, 6],
  PollForActivityTask: [2000, 200],
  PollForDecisionTask: [2000, 200],
  RecordActivityTaskHeartbeat: [2000, 160],
  RegisterActivityType: [200, 60],
  RegisterDomain: [100, 6],
  RegisterWorkflowType: [200, 60],
  RequestCancelWorkflowExecution: [2000, 30],
  RespondActivityTaskCanceled: [2000, 200],
  RespondActivityTaskCompleted: [2000, 200],
  RespondActivityTaskFailed: [2000, 200],
  RespondDecisionTaskCompleted: [2000, 200],
  SignalWorkflowExecution: [2000, 30],
  StartWorkflowExecution: [2000, 200],
  TagResource: [50, 30],
  TerminateWorkflowExecution: [2000, 60],
  UndeprecateActivityType: [200, 6],
  UndeprecateDomain: [100, 6],
  UndeprecateWorkflowType: [200, 6],
  UntagResource: [50, 30],
}

/** Further rates that apply to each execution. */
export const executionRates: Readonly<Partial<Record<keyof Operations, Rate>>> = {
  GetWorkflowExecutionHistory: [400, 200],
  RecordActivityTaskHeartbeat: [1000, 1000],
  RequestCancelWorkflowExecution: [200, 200],
  SignalWorkflowExecution: [1000, 1000],
}

export const decisionRates: Readonly<Record<RatedDecision, Rate>> = {
  RequestCancelExternalWorkflowExecution: [1200, 120],
  ScheduleActivityTask: [1000, 200],
  SignalExternalWorkflowExecution: [1200, 120],
  StartChildWorkflowExecution: [500, 12],
  StartTimer: [2000, 200],
}

/** How many activities can be scheduled on one task list. */
export const taskListRate: Rate = [2000, 2000]
