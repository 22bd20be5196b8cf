/**
 * Workflow tests without a server: fake histories, the workflow's decisions at their end, simulated runs, explorations
 * of all scenarios, and replays of recorded histories.
 *
 * @module
 */

// fake histories
export { history } from './history/begin.ts'
export type { HistoryOptions, NewHistory } from './history/begin.ts'
export type { History } from './history/history.ts'
export type { AnyActivity, AnySignal, ChildType } from './history/subject.ts'
export type { OperationPick } from './history/pick.ts'
export type { ResolveOptions } from './history/resolve.ts'
export type { ChildSteps, ExternalSteps, LambdaSteps } from './history/others.ts'
export type { AnyDecision } from './history/decider-steps.ts'
export { refused } from './history/refusals.ts'
export type { Refusal, RefusedDecision } from './history/refusals.ts'
export type { DecisionType, LateCause, RefusalCause } from './history/causes.ts'
export { ImpossibleHistoryError } from './history/impossible.ts'
export type { HistoryStep } from './history/impossible.ts'
export { UndecidedHistoryError } from './history/undecided.ts'

// deciding
export { decide } from './decide.ts'
export type { DecidedHistory, DecideOptions } from './decide.ts'
export type {
  Carrying,
  Decided,
  DecisionView,
  HistorySource,
  LoggedLine,
  ReplayingOptions,
} from '@reyield/inspect/internal'

// locations
export { where, whereText } from './where.ts'
export type { BranchLocation, WhereOptions } from './where.ts'

// recorded histories
export { loadHistories, loadHistory } from '@reyield/inspect'
export type { LoadedHistory } from '@reyield/inspect'
export { replayAll } from './replay-all.ts'
export { InconsistentReplaysError, ReplayFailedError, replayFolder } from '@reyield/inspect/internal'
export type {
  Differences,
  FailedFile,
  ReplayAllOptions,
  ReplayedFile,
  ReplayedTask,
} from '@reyield/inspect/internal'

// runs
export { run } from './run/run.ts'
export type { RunResult, Run } from './run/run.ts'
export type { RunOptions } from './run/options.ts'
export { CrashNotToleratedError, everyCrash } from './run/every-crash.ts'
export type { CrashedRun } from './run/every-crash.ts'
export { IncompatibleDeploymentError, everyDeployment } from './run/every-deployment.ts'
export type { CrashPoint, IncidentOptions } from './run/incidents.ts'
export { waitingFor } from './run/view.ts'
export type { Call, RunProgress, NamedCondition, RunCondition, RunView } from './run/view.ts'
export type { Prefixes } from './run/prefixes.ts'
export { delayed, failing, hanging, mock } from './mocks/mock.ts'
export type { AnyMockFunction, MockFunction, MockContext, Mocks, Mock } from './mocks/mock.ts'
export { send } from './simulator/signals.ts'
export type { SentSignal } from './simulator/signals.ts'
export type { MockSet, OptionsOrFactory, SimulationOptions } from './simulator/options.ts'
export type { CloseStatus } from './simulator/execution.ts'
export type { WaitTarget } from '@reyield/inspect/internal'
export {
  HangingMockError,
  MissingMockError,
  EndlessRunError,
  StuckRunError,
  UnknownSignalError,
  ImpossibleStepError,
} from './simulator/errors.ts'

// explorations
export { explore } from './explore/explore.ts'
export type { Exploration } from './explore/explore.ts'
export type { ExploreOptions } from './explore/options.ts'

// scenarios
export { scenario } from './scenario/scenario.ts'
export type { ChildPick, LambdaPick, Scenario } from './scenario/scenario.ts'
export { asWritten } from './as-written.ts'
export { ScenarioFailedError } from './scenario/scenario-error.ts'
export type { Check, ActivityOutcome, ScenarioOptions } from './scenario/options.ts'
export type { ScenarioView } from './scenario/view.ts'
export type { Worked } from './scenario/worked.ts'

// the history budget
export {
  budget,
  InvalidBudgetLimitError,
  LoopTooShortError,
  UnknownLoopError,
} from '@reyield/inspect/internal'
export type {
  Budget,
  BudgetOptions,
  HasHistory,
  LoopBudget,
  LoopBudgetOptions,
  LoopCost,
} from '@reyield/inspect/internal'

// histories in lines
export { decidedLines, historyLines } from '@reyield/inspect/internal'
export type { DecidedParts, HistoryLinesOptions } from '@reyield/inspect/internal'
