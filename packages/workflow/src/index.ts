/**
 * What workflow code imports: operations as data, errors, durations. Imports nothing, runs anywhere.
 *
 * @module
 */

// declaring
export { executionSeconds, workflow } from './workflow.ts'
export type {
  AnyWorkflow,
  ChildPolicy,
  WorkflowDefinition,
  WorkflowOptions,
  WorkflowRun,
} from './workflow.ts'
export { activities, activity } from './operations/activity.ts'
export type {
  ActivitiesOf,
  Activity,
  ActivityCallOptions,
  ActivityOf,
  ActivityOperation,
  ActivityOptions,
} from './operations/activity.ts'
export type { RetryData, RetryPolicy } from './retry-policy.ts'
export type { Refused } from './refused.ts'

// waiting
export { sleep } from './operations/timer.ts'
export type { TimerOperation } from './operations/timer.ts'

export { signal } from './operations/signal.ts'
export type { LookOperation, ReceiveOperation, Signal, SignalOptions } from './operations/signal.ts'

// looking and telling
export { now } from './operations/now.ts'
export type { NowOperation } from './operations/now.ts'
export { random, uuid } from './operations/random.ts'
export type { RandomOperation } from './operations/random.ts'
export { info } from './operations/info.ts'
export type { InfoOperation, WorkflowInfo } from './operations/info.ts'
export { log } from './operations/log.ts'
export type { LogOperation } from './operations/log.ts'

export { cancelRequested } from './operations/cancel-requested.ts'
export type { CancelRequestedOperation } from './operations/cancel-requested.ts'
export { status } from './operations/status.ts'
export type { StatusOperation } from './operations/status.ts'

// side by side
export { all } from './operations/all.ts'
export type { AllOperation } from './operations/all.ts'
export { allSettled } from './operations/all-settled.ts'
export type { AllSettledOperation, BranchOutcomes } from './operations/all-settled.ts'
export { any } from './operations/any.ts'
export type { AnyOperation } from './operations/any.ts'
export { race } from './operations/race.ts'
export type { RaceOperation, Winner } from './operations/race.ts'
export type { Branch, Branches, BranchList, BranchResult, BranchResults } from './operations/branches.ts'

// operations in general
export { isOperation, noteOperations } from './operation.ts'
export type { Coroutine, Operation, OperationKind } from './operation.ts'
export { ended, isEnded } from './ended.ts'
export type { Ended } from './ended.ts'

// units and wire
export { InvalidDurationError, milliseconds, toSeconds } from './duration.ts'
export type { Duration, Timeout } from './duration.ts'
export type { Serializer } from './serializer.ts'
export { checkName } from './names.ts'

// errors
export { catalogue } from './errors/catalogue.ts'
export type { ErrorCode } from './errors/catalogue.ts'
export { isReyieldError, ReyieldError } from './errors/reyield-error.ts'
export type { ErrorOfCode } from './errors/reyield-error.ts'
export {
  ActivityCancelledError,
  ActivityFailedError,
  ActivityNotScheduledError,
  ActivityTimedOutError,
  IdInUseError,
} from './errors/activity.ts'
export type { ActivityRef, ActivityTimeoutType } from './errors/activity.ts'
export { CancelledError } from './errors/cancelled.ts'
export { TimerNotStartedError } from './errors/timer.ts'
export {
  DuplicateDefinitionError,
  EmptyCompositeError,
  InvalidDefinitionError,
  MissingTimeoutError,
} from './errors/definition.ts'
