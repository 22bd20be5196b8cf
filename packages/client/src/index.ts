/**
 * Amazon SWF from the outside: the port and its bindings; start, result, describe, history; registration.
 *
 * @module
 */

// starting and looking
export { connect, createClient } from './client.ts'
export type { Client, ClientOptions, ConnectOptions, StartOptions } from './client.ts'
export type { ClientCallOptions } from './call-options.ts'
export type { IfRunning } from './starting/if-running.ts'
export type { StartSettings } from './starting/request.ts'
export type { SignalWithStart } from './starting/signal-with-start.ts'
export type {
  Description,
  HandleOptions,
  HeldError,
  RunHandle,
  WorkflowHandle,
  WorkflowStatus,
} from './handle.ts'
export type { CloseStatus, ExecutionCount, ExecutionQuery, ListedExecution, ListOptions } from './list.ts'
export { register } from './register.ts'
export type {
  ActivityTypeOptions,
  Difference,
  Registered,
  RegisterOptions,
  RegisterReport,
} from './register.ts'

// the port and its bindings
export { swfMethods } from './swf.ts'
export type { Call, CallOptions, Swf, SwfMethod, TryListener } from './swf.ts'
export { awsSwf } from './aws.ts'
export type { AwsSwf, AwsSwfOptions } from './aws.ts'
export { isOutage, retrying } from './retry.ts'
export type { RetryingOptions } from './retry.ts'
export type { Timers } from './timers.ts'

// errors
export { CallTimedOutError } from './errors/call-timed-out.ts'
export { InvalidEndpointError } from './errors/invalid-endpoint.ts'
export { InvalidOptionError } from './errors/invalid-option.ts'
export { UnreachableEndpointError } from './errors/no-endpoint.ts'
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
export { WorkflowContinuedAsNewError } from './errors/continued.ts'
export {
  WorkflowCanceledError,
  WorkflowEndedError,
  WorkflowFailedError,
  WorkflowTerminatedError,
  WorkflowTimedOutError,
} from './errors/outcome.ts'
export type { ExecutionRef } from './errors/outcome.ts'
