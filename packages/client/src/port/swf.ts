import type {
  CountClosedWorkflowExecutionsCommandInput,
  CountClosedWorkflowExecutionsCommandOutput,
  CountOpenWorkflowExecutionsCommandInput,
  CountOpenWorkflowExecutionsCommandOutput,
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
  ListClosedWorkflowExecutionsCommandInput,
  ListClosedWorkflowExecutionsCommandOutput,
  ListOpenWorkflowExecutionsCommandInput,
  ListOpenWorkflowExecutionsCommandOutput,
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

/** What every call takes beside its input. */
export interface CallOptions {
  /** Aborts the call. An aborted poll may have been given a task already, which is lost until its timeout. */
  readonly abortSignal?: AbortSignal
  /** Aborted: a try that is under way goes on, no further one begins. Read by `retrying` alone. */
  readonly retrySignal?: AbortSignal
  /** Hears of each try and of each failed one that will be repeated. Read by `retrying` alone. */
  readonly tries?: TryListener
}

/** Hears of the tries of a call; what it throws is ignored. */
export interface TryListener {
  begins(): void
  failed(error: Error): void
}

/** One action of SWF. */
export type Call<Input, Output = unknown> = (input: Input, options?: CallOptions) => Promise<Body<Output>>

/** An output of the SDK without what it says of the transport. */
type Body<Output> = Output extends object ? Omit<Output, '$metadata'> : Output

/**
 * Amazon SWF as Reyield uses it: one method an action, in the SDK's shapes (times are Date). A fault is an Error whose
 * `name` is SWF's name for it: `UnknownResourceFault`. Bindings: `awsSwf` (any endpoint), the direct transport of
 * `@reyield/local` (the same shape, in process), `scriptedSwf` (tests).
 */
export interface Swf {
  registerDomain: Call<RegisterDomainCommandInput>
  describeDomain: Call<DescribeDomainCommandInput, DescribeDomainCommandOutput>
  registerWorkflowType: Call<RegisterWorkflowTypeCommandInput>
  describeWorkflowType: Call<DescribeWorkflowTypeCommandInput, DescribeWorkflowTypeCommandOutput>
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
   * Polls may be aborted: no task is lost by it. Not so on Amazon SWF, which gives tasks to connections that are gone
   * (they are lost until their timeout).
   */
  readonly abortablePolls?: boolean
  /** Resolves when the execution has closed, for bindings that can tell without being asked again and again. */
  closed?(
    execution: { workflowId: string; runId: string; domain: string },
    options?: CallOptions,
  ): Promise<void>
}

/** The names of SWF's actions as methods of the port. */
export type SwfMethod = Exclude<keyof Swf, 'closed' | 'abortablePolls'>

/** All methods of the port, for bindings and wrappers. */
export const swfMethods = [
  'registerDomain',
  'describeDomain',
  'registerWorkflowType',
  'describeWorkflowType',
  'registerActivityType',
  'describeActivityType',
  'startWorkflowExecution',
  'describeWorkflowExecution',
  'getWorkflowExecutionHistory',
  'listOpenWorkflowExecutions',
  'listClosedWorkflowExecutions',
  'countOpenWorkflowExecutions',
  'countClosedWorkflowExecutions',
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
