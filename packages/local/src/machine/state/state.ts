import { Deadlines } from './deadlines.ts'
import { Domains } from './domains.ts'
import type { ActivityTask, DecisionTask, Execution, LambdaFunction } from './execution.ts'
import { PendingTransitions } from './pending-transitions.ts'
import type { Limits } from '../../model/limits.ts'
import { TaskLists } from './task-lists.ts'

/** All that the local SWF knows: what `apply` has made of the log. */
export interface State {
  readonly limits: Limits
  /** Epoch milliseconds of the last transaction. */
  now: number
  /** The number of the last transaction. */
  seq: number
  readonly domains: Domains
  /** All executions, open and closed, by run id. */
  readonly executions: Map<string, Execution>
  readonly decisionTasks: TaskLists<DecisionTask>
  readonly activityTasks: TaskLists<ActivityTask>
  readonly deadlines: Deadlines
  readonly pendingTransitions: PendingTransitions
  /** Lambda functions that are started and that nobody has been told to invoke. */
  readonly toInvoke: Set<LambdaFunction>
  /** Epoch milliseconds before which the retention of no closed execution passes. */
  nextExpiry: number
  /** The number of the last transaction if that only says how far time has come, else 0. */
  clockSeq: number
  /** Numbers of transactions that the log no longer needs and that nobody has been told of, each group in order. */
  obsolete: (readonly number[])[]
}

export const createState = (limits: Limits): State => ({
  limits,
  now: 0,
  seq: 0,
  domains: new Domains(),
  executions: new Map(),
  decisionTasks: new TaskLists('decision'),
  activityTasks: new TaskLists('activity'),
  deadlines: new Deadlines(),
  pendingTransitions: new PendingTransitions(),
  toInvoke: new Set(),
  nextExpiry: Infinity,
  clockSeq: 0,
  obsolete: [],
})
