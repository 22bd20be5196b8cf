import type {
  ActivityCanceledError,
  ActivityFailedError,
  ActivityNotScheduledError,
  ActivityTimedOutError,
  IdInUseError,
} from './activity.ts'
import type { CanceledError } from './canceled.ts'
import type {
  ChildCanceledError,
  ChildFailedError,
  ChildNotStartedError,
  ChildTerminatedError,
  ChildTimedOutError,
} from './child.ts'
import type {
  ForkEndedError,
  HistoryBudgetExceededError,
  MapFailedError,
  TimeoutError,
} from './composites.ts'
import type { MisplacedContinueAsNewError } from './continue-as-new.ts'
import type { ExternalCancelError, ExternalSignalError } from './external.ts'
import type { LambdaFailedError, LambdaNotStartedError, LambdaTimedOutError } from './lambda.ts'
import type { UndoFailedError } from './saga.ts'
import type { InvalidInputError } from './schema.ts'
import type { TimerNotStartedError } from './timer.ts'
import type { ErrorCode } from './catalogue.ts'
import { brand, type ReyieldError } from './reyield-error.ts'

/** The classes of the errors that workflows catch, by code. */
interface CaughtErrors {
  ACTIVITY_FAILED: ActivityFailedError
  ACTIVITY_TIMED_OUT: ActivityTimedOutError
  ACTIVITY_CANCELED: ActivityCanceledError
  ACTIVITY_NOT_SCHEDULED: ActivityNotScheduledError
  CANCELED: CanceledError
  ID_IN_USE: IdInUseError
  TIMER_NOT_STARTED: TimerNotStartedError
  TIMED_OUT: TimeoutError
  MAP_FAILED: MapFailedError
  HISTORY_BUDGET_EXCEEDED: HistoryBudgetExceededError
  FORK_ENDED: ForkEndedError
  UNDO_FAILED: UndoFailedError
  CHILD_FAILED: ChildFailedError
  CHILD_CANCELED: ChildCanceledError
  CHILD_TIMED_OUT: ChildTimedOutError
  CHILD_TERMINATED: ChildTerminatedError
  CHILD_NOT_STARTED: ChildNotStartedError
  EXTERNAL_SIGNAL_FAILED: ExternalSignalError
  EXTERNAL_CANCEL_FAILED: ExternalCancelError
  LAMBDA_FAILED: LambdaFailedError
  LAMBDA_TIMED_OUT: LambdaTimedOutError
  LAMBDA_NOT_STARTED: LambdaNotStartedError
  CONTINUE_AS_NEW_MISPLACED: MisplacedContinueAsNewError
  INPUT_INVALID: InvalidInputError
}

/** The class of an error by its code: a class of its own if workflows can catch it, else ReyieldError. */
export type ErrorOfCode<Code extends ErrorCode> = Code extends keyof CaughtErrors
  ? CaughtErrors[Code]
  : ReyieldError<Code>

/**
 * Whether an error is one of Reyield's, and has the code if one is given. It's also true for an error that was read from a history,
 * such as the `cause` of a failed activity, if Reyield wrote its code. Never throws.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ACTIVITY_TIMED_OUT')) console.log(error.timeoutType, error.details)
 * ```
 */
export function isReyieldError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is ErrorOfCode<Code> {
  try {
    return (
      typeof error === 'object' &&
      error !== null &&
      brand in error &&
      (code === undefined || (error as ReyieldError).code === code)
    )
  } catch {
    return false // a proxy whose traps throw
  }
}
