import type {
  CountClosedWorkflowExecutionsCommandInput,
  CountClosedWorkflowExecutionsCommandOutput,
  CountOpenWorkflowExecutionsCommandInput,
  CountOpenWorkflowExecutionsCommandOutput,
  CountPendingActivityTasksCommandInput,
  CountPendingActivityTasksCommandOutput,
  CountPendingDecisionTasksCommandInput,
  CountPendingDecisionTasksCommandOutput,
  DescribeActivityTypeCommandInput,
  DescribeActivityTypeCommandOutput,
  DescribeDomainCommandInput,
  DescribeDomainCommandOutput,
  DescribeWorkflowExecutionCommandInput,
  DescribeWorkflowExecutionCommandOutput,
  DescribeWorkflowTypeCommandInput,
  DescribeWorkflowTypeCommandOutput,
  GetWorkflowExecutionHistoryCommandInput,
  GetWorkflowExecutionHistoryCommandOutput,
  HistoryEvent,
  ListClosedWorkflowExecutionsCommandInput,
  ListClosedWorkflowExecutionsCommandOutput,
  ListOpenWorkflowExecutionsCommandInput,
  ListOpenWorkflowExecutionsCommandOutput,
  ListWorkflowTypesCommandInput,
  ListWorkflowTypesCommandOutput,
  PollForActivityTaskCommandInput,
  PollForActivityTaskCommandOutput,
  PollForDecisionTaskCommandInput,
  PollForDecisionTaskCommandOutput,
  RecordActivityTaskHeartbeatCommandInput,
  RecordActivityTaskHeartbeatCommandOutput,
  RegisterActivityTypeCommandInput,
  RegisterDomainCommandInput,
  RegisterWorkflowTypeCommandInput,
  RequestCancelWorkflowExecutionCommandInput,
  RespondActivityTaskCanceledCommandInput,
  RespondActivityTaskCompletedCommandInput,
  RespondActivityTaskFailedCommandInput,
  RespondDecisionTaskCompletedCommandInput,
  SignalWorkflowExecutionCommandInput,
  StartWorkflowExecutionCommandInput,
  StartWorkflowExecutionCommandOutput,
  TerminateWorkflowExecutionCommandInput,
} from '@aws-sdk/client-swf'
import type { HistoryReads } from './history-reads.ts'

/**
 * The options of every call.
 *
 * @example
 * ```ts
 * const task = await swf.pollForActivityTask({ domain: 'shop', taskList: { name: 'payments' } }, { abortSignal: AbortSignal.timeout(70_000) })
 * ```
 */
export interface CallOptions {
  /** Aborts the call. SWF may already have handed out a task to an aborted poll; the task is then lost until it times out. */
  readonly abortSignal?: AbortSignal
  /**
   * When it's aborted, a try that is under way goes on, but no other begins. A call that has not been tried yet, because `retrying` limits
   * its rate, is tried once at once, unless it's a poll. A poll of a local SWF that is under way ends at once, without losing a task. Only
   * `retrying` and bindings of a local SWF read it.
   */
  readonly retrySignal?: AbortSignal
  /**
   * If `retrying` limits the rate of the action, this call goes before those that aren't urgent. One call in ten isn't. Only `retrying` reads
   * it. Default false.
   */
  readonly urgent?: boolean
  /** Is called for each try. Only `retrying` reads it. */
  readonly tries?: TryListener
}

/** Is called for the tries of a call. What it throws is ignored. */
export interface TryListener {
  /** A try has started. */
  started(): void
  /** A try has failed and will be repeated. */
  failed(error: Error): void
}

/** A method of the port for one action of SWF. */
export type Call<Input, Output = unknown> = (input: Input, options?: CallOptions) => Promise<Body<Output>>

/** An output of the SDK without its metadata about the transport. */
type Body<Output> = Output extends object ? Omit<Output, '$metadata'> : Output

/**
 * The port: Amazon SWF as Reyield uses it. It has one method for each action, in the shapes of the AWS SDK (times are Date). An SWF
 * error is an Error whose `name` is SWF's name for it, for instance `UnknownResourceFault`. Bindings are `awsSwf` (any endpoint),
 * `swf` of a local SWF (in the same process), and `scriptedSwf` of `@reyield/client/testing` (for tests).
 *
 * @example
 * ```ts
 * const swf: Swf = retrying(awsSwf())
 * const { domainInfo } = await swf.describeDomain({ name: 'shop' })
 * ```
 */
export interface Swf {
  registerDomain: Call<RegisterDomainCommandInput>
  describeDomain: Call<DescribeDomainCommandInput, DescribeDomainCommandOutput>
  registerWorkflowType: Call<RegisterWorkflowTypeCommandInput>
  describeWorkflowType: Call<DescribeWorkflowTypeCommandInput, DescribeWorkflowTypeCommandOutput>
  listWorkflowTypes: Call<ListWorkflowTypesCommandInput, ListWorkflowTypesCommandOutput>
  registerActivityType: Call<RegisterActivityTypeCommandInput>
  describeActivityType: Call<DescribeActivityTypeCommandInput, DescribeActivityTypeCommandOutput>
  startWorkflowExecution: Call<StartWorkflowExecutionCommandInput, StartWorkflowExecutionCommandOutput>
  describeWorkflowExecution: Call<
    DescribeWorkflowExecutionCommandInput,
    DescribeWorkflowExecutionCommandOutput
  >
  getWorkflowExecutionHistory: Call<
    GetWorkflowExecutionHistoryCommandInput,
    GetWorkflowExecutionHistoryCommandOutput
  >
  listOpenWorkflowExecutions: Call<
    ListOpenWorkflowExecutionsCommandInput,
    ListOpenWorkflowExecutionsCommandOutput
  >
  listClosedWorkflowExecutions: Call<
    ListClosedWorkflowExecutionsCommandInput,
    ListClosedWorkflowExecutionsCommandOutput
  >
  countOpenWorkflowExecutions: Call<
    CountOpenWorkflowExecutionsCommandInput,
    CountOpenWorkflowExecutionsCommandOutput
  >
  countClosedWorkflowExecutions: Call<
    CountClosedWorkflowExecutionsCommandInput,
    CountClosedWorkflowExecutionsCommandOutput
  >
  countPendingDecisionTasks: Call<
    CountPendingDecisionTasksCommandInput,
    CountPendingDecisionTasksCommandOutput
  >
  countPendingActivityTasks: Call<
    CountPendingActivityTasksCommandInput,
    CountPendingActivityTasksCommandOutput
  >
  signalWorkflowExecution: Call<SignalWorkflowExecutionCommandInput>
  requestCancelWorkflowExecution: Call<RequestCancelWorkflowExecutionCommandInput>
  terminateWorkflowExecution: Call<TerminateWorkflowExecutionCommandInput>
  pollForDecisionTask: Call<PollForDecisionTaskCommandInput, PollForDecisionTaskCommandOutput>
  respondDecisionTaskCompleted: Call<RespondDecisionTaskCompletedCommandInput>
  pollForActivityTask: Call<PollForActivityTaskCommandInput, PollForActivityTaskCommandOutput>
  recordActivityTaskHeartbeat: Call<
    RecordActivityTaskHeartbeatCommandInput,
    RecordActivityTaskHeartbeatCommandOutput
  >
  respondActivityTaskCompleted: Call<RespondActivityTaskCompletedCommandInput>
  respondActivityTaskFailed: Call<RespondActivityTaskFailedCommandInput>
  respondActivityTaskCanceled: Call<RespondActivityTaskCanceledCommandInput>
  /**
   * Whether polls can be aborted without losing a task. Default false, as on Amazon SWF: it hands out tasks to connections that are
   * closed, and these tasks are lost until they time out.
   */
  readonly abortablePolls?: boolean
  /**
   * Limits reads of histories. Whoever reads a history often, or many histories, waits for `take` before each request. Bindings
   * without it have no limit, as a local SWF in the same process.
   */
  readonly historyReads?: HistoryReads
  /**
   * Resolves with the event that closes a run, in SWF's form, when the run has closed. Resolves with undefined if the endpoint
   * doesn't offer this wait; `result()` then polls with GetWorkflowExecutionHistory, as it does with bindings that lack this method.
   */
  closed?(
    execution: { workflowId: string; runId: string; domain: string },
    options?: CallOptions,
  ): Promise<HistoryEvent | undefined>
}

/** The names of the port's methods. */
export type SwfMethod = Exclude<keyof Swf, 'closed' | 'abortablePolls' | 'historyReads'>

/**
 * The names of all methods of the port, for bindings and for ports that wrap another one.
 *
 * @example
 * ```ts
 * const timed = Object.fromEntries(
 *   swfMethods.map(method => [
 *     method,
 *     async (input: never, options?: CallOptions) => {
 *       console.time(method)
 *       return swf[method](input, options).finally(() => console.timeEnd(method))
 *     },
 *   ]),
 * ) as unknown as Swf
 * ```
 */
export const swfMethods = [
  'registerDomain',
  'describeDomain',
  'registerWorkflowType',
  'describeWorkflowType',
  'listWorkflowTypes',
  'registerActivityType',
  'describeActivityType',
  'startWorkflowExecution',
  'describeWorkflowExecution',
  'getWorkflowExecutionHistory',
  'listOpenWorkflowExecutions',
  'listClosedWorkflowExecutions',
  'countOpenWorkflowExecutions',
  'countClosedWorkflowExecutions',
  'countPendingDecisionTasks',
  'countPendingActivityTasks',
  'signalWorkflowExecution',
  'requestCancelWorkflowExecution',
  'terminateWorkflowExecution',
  'pollForDecisionTask',
  'respondDecisionTaskCompleted',
  'pollForActivityTask',
  'recordActivityTaskHeartbeat',
  'respondActivityTaskCompleted',
  'respondActivityTaskFailed',
  'respondActivityTaskCanceled',
] as const satisfies readonly SwfMethod[]

type Missing = Exclude<SwfMethod, (typeof swfMethods)[number]>
const _all: [Missing] extends [never] ? true : never = true

/** Whether a method waits for a task. */
export const isPoll = (method: SwfMethod): boolean =>
  method === 'pollForDecisionTask' || method === 'pollForActivityTask'
