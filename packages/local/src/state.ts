import { Deadlines } from './deadlines.ts'
import { Domains } from './domains.ts'
import type { ActivityTask, DecisionTask, Execution, LambdaFunction } from './execution.ts'
import { FollowUps } from './follow-ups/queue.ts'
import type { Limits } from './limits.ts'
import type {
  ActivityTypeConfiguration,
  ResourceTag,
  WorkflowTypeConfiguration,
} from './model/generated/types.ts'
import { TaskLists } from './task-lists.ts'
import type { Timeline } from './timeline.ts'

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
  readonly followUps: FollowUps
  /** Lambda functions that are started and that nobody has been told to invoke. */
  readonly toInvoke: Set<LambdaFunction>
  /** Epoch milliseconds before which the retention of no closed execution passes. */
  nextExpiry: number
  /** The number of the last transaction if that only says how far time has come, else 0. */
  clockSeq: number
  /** Numbers of transactions that the log no longer needs and that nobody has been told of, each group in order. */
  obsolete: (readonly number[])[]
}

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
  readonly started: Timeline
  /** Closed executions in the order of their closes. */
  readonly closed: Timeline
  /** The number of the last transaction that removed closed executions, 0 before the first. */
  expiredSeq: number
}

export interface RegisteredType<Configuration> {
  readonly name: string
  readonly version: string
  readonly description: string | undefined
  /** Epoch seconds. */
  readonly creationDate: number
  /** Epoch seconds; undefined while it is registered. */
  deprecationDate: number | undefined
  /** The given defaults. */
  readonly configuration: Configuration
}

/** Neither a registered name nor a version has a slash in it. */
export const typeKey = ({ name, version }: { readonly name: string; readonly version: string }) =>
  `${name}/${version}`

export const createState = (limits: Limits): State => ({
  limits,
  now: 0,
  seq: 0,
  domains: new Domains(),
  executions: new Map(),
  decisionTasks: new TaskLists('decision'),
  activityTasks: new TaskLists('activity'),
  deadlines: new Deadlines(),
  followUps: new FollowUps(),
  toInvoke: new Set(),
  nextExpiry: Infinity,
  clockSeq: 0,
  obsolete: [],
})
