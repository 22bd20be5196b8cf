import { Deadlines } from './deadlines.ts'
import { Domains } from './domains.ts'
import type { ActivityTask, DecisionTask, Execution, LambdaFunction } from './execution.ts'
import { PendingTransitions } from './pending-transitions.ts'
import type { Limits } from '../../model/limits.ts'
import { TaskLists } from './task-lists.ts'

/** The state of the local SWF, computed from the log by `apply`. */
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
  /** Lambda functions that are started and haven't been returned by `takeInvocations` yet. */
  readonly toInvoke: Set<LambdaFunction>
  /** The retention of no closed execution passes before this time (epoch milliseconds). */
  nextExpiry: number
  /** The number of the last transaction if that only records the time, else 0. */
  clockSeq: number
  /** Numbers of obsolete transactions that haven't been reported by `obsolete()` yet, each group in order. */
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
