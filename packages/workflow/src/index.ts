/**
 * What workflow code imports: functions that make operations, errors, durations. It imports nothing else and runs anywhere.
 *
 * @module
 */

// declarations
export { workflow } from './workflow.ts'
export type {
  AnyWorkflow,
  ChildPolicy,
  InputSchema,
  WorkflowDefinition,
  WorkflowErrors,
  WorkflowOptions,
  WorkflowRun,
} from './workflow.ts'
export type { AnySchema, Schema } from './schema/schema.ts'
export { activities, activity } from './operations/activity.ts'
export type {
  ActivitiesOf,
  Activity,
  ActivityCallOptions,
  ActivityOf,
  ActivityOperation,
  ActivityOptions,
  Cancellation,
} from './operations/activity.ts'
export type { RetryPolicy } from './retry/policy.ts'

// timers and signals
export { sleep } from './operations/timer.ts'
export type { TimerOperation } from './operations/timer.ts'

export { signal } from './operations/signal.ts'
export type {
  LookOperation,
  OnUnreadable,
  ReceiveOperation,
  Signal,
  SignalOptions,
  SignalSchema,
} from './operations/signal.ts'

// other executions
export { child, startChild } from './operations/child.ts'
export type { ChildHandle, ChildOperation, ChildOptions, ChildResultOperation } from './operations/child.ts'
export { cancelExternal, signalExternal } from './operations/external.ts'
export type { ExternalExecution, ExternalOperation } from './operations/external.ts'
export { continueAsNew } from './operations/continue-as-new.ts'
export type { ContinueAsNewOperation, ContinueAsNewOptions } from './operations/continue-as-new.ts'
export { lambda } from './operations/lambda.ts'
export type { LambdaOperation, LambdaOptions } from './operations/lambda.ts'

// recorded values
export { sideEffect } from './operations/side-effect.ts'
export type { SideEffectOperation } from './operations/side-effect.ts'
export { patched } from './operations/patched.ts'
export type { PatchedOperation } from './operations/patched.ts'

// about the execution
export { now } from './operations/now.ts'
export type { NowOperation } from './operations/now.ts'
export { random, uuid } from './operations/random.ts'
export type { RandomOperation } from './operations/random.ts'
export { info } from './operations/info.ts'
export type { InfoOperation, WorkflowInfo } from './operations/info.ts'
export { log } from './operations/log.ts'
export type { LogOperation } from './operations/log.ts'

export { cancelRequests } from './operations/cancel-requests.ts'
export type { CancelRequestsOperation } from './operations/cancel-requests.ts'
export { status } from './operations/status.ts'
export type { StatusOperation } from './operations/status.ts'

// branches
export { all } from './operations/all.ts'
export type { AllOperation } from './operations/all.ts'
export { allSettled } from './operations/all-settled.ts'
export type { AllSettledOperation, BranchOutcomes } from './operations/all-settled.ts'
export { any } from './operations/any.ts'
export type { AnyOperation } from './operations/any.ts'
export { race } from './operations/race.ts'
export type { RaceOperation, Winner } from './operations/race.ts'
export { timeout } from './operations/timeout.ts'
export type { TimeoutOperation } from './operations/timeout.ts'
export { map } from './operations/map.ts'
export type { MapOperation, MapOptions } from './operations/map.ts'
export { retry } from './operations/retry.ts'
export type { RetryOperation } from './operations/retry.ts'
export { saga } from './operations/saga.ts'
export type { BeforeUndoOperation, SagaOperation, Undo } from './operations/saga.ts'
export { shield } from './operations/shield.ts'
export type { ShieldOperation } from './operations/shield.ts'
export { fork } from './operations/fork.ts'
export type { ForkOperation, Fork, ForkHandleOperation } from './operations/fork.ts'
export type {
  Branch,
  Branches,
  BranchList,
  BranchResult,
  BranchResults,
  BudgetOptions,
} from './operations/branches.ts'

// operations and generators
export type { Coroutine, Operation, OperationKind } from './operation.ts'
export { isEnded } from './running/ended.ts'
export type { Ended } from './running/ended.ts'

// durations and serializers
export { InvalidDurationError, milliseconds } from './duration.ts'
export type { Duration, Timeout } from './duration.ts'
export type { Serializer } from './serializer.ts'

// errors
export type { ErrorCode } from './errors/catalogue.ts'
export { isReyieldError } from './errors/by-code.ts'
export { OperationError, ReyieldError } from './errors/reyield-error.ts'
export type { ErrorOfCode } from './errors/by-code.ts'
export {
  ActivityCanceledError,
  ActivityFailedError,
  ActivityNotScheduledError,
  ActivityTimedOutError,
  IdInUseError,
} from './errors/activity.ts'
export type { ActivityRef, ActivityTimeoutType } from './errors/activity.ts'
export { CanceledError } from './errors/canceled.ts'
export {
  ChildCanceledError,
  ChildFailedError,
  ChildNotStartedError,
  ChildTerminatedError,
  ChildTimedOutError,
} from './errors/child.ts'
export type { ChildRef } from './errors/child.ts'
export {
  ForkEndedError,
  HistoryBudgetExceededError,
  MapFailedError,
  TimeoutError,
} from './errors/composites.ts'
export { MisplacedContinueAsNewError } from './errors/continue-as-new.ts'
export { ExternalCancelError, ExternalSignalError } from './errors/external.ts'
export { LambdaFailedError, LambdaNotStartedError, LambdaTimedOutError } from './errors/lambda.ts'
export type { LambdaRef } from './errors/lambda.ts'
export { UndoFailedError } from './errors/saga.ts'
export { InvalidInputError, UnusableSchemaError } from './errors/schema.ts'
export type { SchemaIssue } from './errors/schema.ts'
export { TimerNotStartedError } from './errors/timer.ts'
export {
  DuplicateDefinitionError,
  EmptyCompositeError,
  InvalidDefinitionError,
  MissingTimeoutError,
} from './errors/definition.ts'
