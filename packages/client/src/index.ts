/**
 * The client: starts executions, waits for results, signals, describes and lists them, registers types. It also has the port,
 * through which all of Reyield talks to SWF, and its binding to the AWS SDK.
 *
 * @module
 */

// client and handles
export { connect, createClient } from './client.ts'
export type { Client, ClientOptions, ConnectOptions, StartOptions } from './client.ts'
export type { ClientCallOptions } from './calls/options.ts'
export type { ActivityTask, ActivityTaskOptions } from './activities/activity-task.ts'
export type { IfRunning } from './starting/if-running.ts'
export type { StartSettings } from './starting/settings.ts'
export type { SignalWithStart } from './starting/signal-with-start.ts'
export type {
  Description,
  HandleOptions,
  HeldError,
  RunHandle,
  WorkflowHandle,
  WorkflowStatus,
} from './handle/handle.ts'
export type {
  CloseStatus,
  ExecutionCount,
  ExecutionQuery,
  ListedExecution,
  ListOptions,
} from './runs/list.ts'
export { compareRegistered, register } from './register.ts'
export type {
  ActivityTypeOptions,
  ComparisonReport,
  Difference,
  Registered,
  RegisterOptions,
  RegisterReport,
} from './register.ts'

// interceptors
export type { Interceptor } from './interceptors/interceptor.ts'
export type { ClientInterceptors, OneOrMore } from './interceptors/client-interceptors.ts'
export type {
  ActivityTaskCall,
  ClientCall,
  ClientInterceptor,
  HandleCall,
  SignalCall,
  SignalWithStartCall,
  StartCall,
} from './interceptors/client-call.ts'
export type { RequestInterceptor, SwfRequest } from './interceptors/swf-request.ts'

// the port and its bindings
export { swfMethods } from './port/swf.ts'
export type { Call, CallOptions, Swf, SwfMethod, TryListener } from './port/swf.ts'
export type { HistoryReads, ReadPriority } from './port/history-reads.ts'
export { awsSwf } from './port/aws.ts'
export type { AwsSwf, AwsSwfOptions } from './port/aws.ts'
export { isOutage, retrying } from './port/retrying.ts'
export type { RetryingOptions } from './port/retrying.ts'
export type { Timers } from './port/timers.ts'

// errors
export { InvalidTaskTokenError, UnknownActivityTaskError } from './errors/activity-task.ts'
export { CallTimedOutError } from './errors/call-timed-out.ts'
export { InvalidEndpointError } from './errors/invalid-endpoint.ts'
export { InvalidOptionError } from './errors/invalid-option.ts'
export { UnreachableEndpointError } from './errors/unreachable-endpoint.ts'
export {
  ExecutionAlreadyStartedError,
  DeprecatedTypeError,
  MissingTaskListError,
  UnknownDomainError,
  UnknownTypeError,
} from './errors/start.ts'
export type { WorkflowType } from './errors/start.ts'
export { UnknownExecutionError } from './errors/unknown-execution.ts'
export type { KeptRun, UnknownBecause } from './errors/unknown-execution.ts'
export { WorkflowContinuedAsNewError } from './errors/continued-as-new.ts'
export {
  WorkflowCanceledError,
  WorkflowEndedError,
  WorkflowFailedError,
  WorkflowTerminatedError,
  WorkflowTimedOutError,
} from './errors/outcome.ts'
export type { ExecutionRef } from './errors/outcome.ts'
