import type { ErrorCode } from './catalogue.ts'

/**
 * The codes and classes of errors that had another spelling in builds before 0.1.0. Histories of these builds are still read: the
 * functions that read failures, execution contexts and recorded retry policies replace a former spelling by the present one.
 */
const presentCodes: Readonly<Record<string, ErrorCode>> = {
  ACTIVITY_CANCELLED: 'ACTIVITY_CANCELED',
  ALREADY_STARTED: 'EXECUTION_ALREADY_STARTED',
  BLOCKED: 'WORKFLOW_BLOCKED',
  CANCELLED: 'CANCELED',
  CHILD_CANCELLED: 'CHILD_CANCELED',
  CRASH_MATTERS: 'CRASH_NOT_TOLERATED',
  DEPLOYMENT_BREAKS: 'DEPLOYMENT_INCOMPATIBLE',
  HISTORIES_DO_NOT_REPLAY: 'REPLAY_FAILED',
  HISTORY_BUDGET: 'HISTORY_BUDGET_EXCEEDED',
  HISTORY_NOT_PLAYED: 'HISTORY_UNDECIDED',
  NO_ENDPOINT: 'ENDPOINT_UNREACHABLE',
  NOT_AN_OPERATION: 'YIELD_INVALID',
  NOT_DETERMINISTIC: 'NONDETERMINISTIC_CALL',
  REPLACEMENT_HANGS: 'MOCK_HANGING',
  REPLACEMENT_MISSING: 'MOCK_MISSING',
  REPLAYS_DISAGREE: 'REPLAYS_INCONSISTENT',
  RUN_ID_NEEDED: 'RUN_ID_MISSING',
  RUNAWAY: 'WORKFLOW_RUNAWAY',
  STALE_CACHE: 'CACHE_STALE',
  STORY_FAILS: 'SCENARIO_FAILED',
  STUCK: 'WORKFLOW_STUCK',
  TYPE_NOT_REGISTERED: 'TYPE_UNREGISTERED',
}

const presentClasses: Readonly<Record<string, string>> = {
  ActivityCancelledError: 'ActivityCanceledError',
  AlreadyStartedError: 'ExecutionAlreadyStartedError',
  BlockedError: 'BlockedWorkflowError',
  CancelledError: 'CanceledError',
  ChildCancelledError: 'ChildCanceledError',
  CrashMattersError: 'CrashNotToleratedError',
  DeploymentBreaksError: 'IncompatibleDeploymentError',
  GeneratorReusedError: 'ReusedGeneratorError',
  GuardError: 'NondeterministicCallError',
  HistoriesDoNotReplayError: 'ReplayFailedError',
  HistoryBudgetError: 'HistoryBudgetExceededError',
  HistoryImpossibleError: 'ImpossibleHistoryError',
  HistoryNotPlayedError: 'UndecidedHistoryError',
  LoopUnknownError: 'UnknownLoopError',
  NoEndpointError: 'UnreachableEndpointError',
  NotAnOperationError: 'InvalidYieldError',
  ReplacementHangsError: 'HangingMockError',
  ReplacementMissingError: 'MissingMockError',
  ReplaysDisagreeError: 'InconsistentReplaysError',
  RunEndlessError: 'EndlessRunError',
  RunIdNeededError: 'MissingRunIdError',
  RunStuckError: 'StuckRunError',
  RunawayError: 'RunawayWorkflowError',
  SignalUnknownError: 'UnknownSignalError',
  StepImpossibleError: 'ImpossibleStepError',
  StoryFailsError: 'ScenarioFailedError',
  StuckError: 'StuckWorkflowError',
  TypeNotRegisteredError: 'UnregisteredTypeError',
}

/** Returns the present spelling of a recorded code or class of Reyield's errors. Other names are returned as they are. */
export const presentName = (recorded: string): string =>
  own(presentCodes, recorded) ?? own(presentClasses, recorded) ?? recorded

const own = (of: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined
