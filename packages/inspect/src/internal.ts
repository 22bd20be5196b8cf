/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/inspect` and `@reyield/testing`, which exports much of this to users.
 *
 * @module
 */

// histories in any form
export type { HasHistory, HistorySource } from './history/source.ts'

export { decodedHistoryOf, storedHistories } from './history/stored-history.ts'
export type { CoderOf, StoredHistory } from './history/stored-history.ts'
export { decodedEvents } from './live/decoded-events.ts'
export { withReadableError } from './live/decoded-run.ts'

// payloads of events
export { payloadsIn } from './view/payloads-in.ts'
export type { EventPayload } from './view/payloads-in.ts'

// histories in lines
export { decidedLines, decisionsInLines, waitingLines } from './lines/decided-lines.ts'
export type { DecidedParts } from './lines/decided-lines.ts'
export { durationText } from './lines/duration-text.ts'
export { historyLines } from './lines/history-lines.ts'
export type { HistoryLinesOptions } from './lines/history-lines.ts'
export { short, shown } from './lines/shown.ts'
export { kindOf } from './lines/view-line.ts'

// decisions
export { recordedDecisions } from './code/task-decisions.ts'
export { decidedBy, logInto } from './decisions/decided.ts'
export type { Decided, LoggedLine } from './decisions/decided.ts'
export { viewOf } from './decisions/decision-view.ts'
export type { DecisionView } from './decisions/decision-view.ts'
export type { Differences } from './decisions/differences.ts'
export type { Carrying } from './lines/glossary.ts'
export { isMeant, nameOf, waitingText } from './code/wait-target.ts'
export type { WaitTarget } from './code/wait-target.ts'

// replays
export { agree, InconsistentReplaysError } from './replays/agree.ts'
export { replayAll } from './replays/replay-all.ts'
export type { ReplayAllOptions, ReplayedTask } from './replays/replay-all.ts'
export { ReplayFailedError, replayFolder } from './replays/replay-folder.ts'
export type { FailedFile, ReplayedFile } from './replays/replay-folder.ts'
export { replaysOf } from './replays/replays-of.ts'
export type { ReplayingOptions } from './replays/replays-of.ts'

// the history budget
export { budget } from './budget/budget.ts'
export type { Budget, BudgetOptions, LoopBudget, LoopBudgetOptions } from './budget/budget.ts'
export { InvalidBudgetLimitError, LoopTooShortError, UnknownLoopError } from './budget/errors.ts'
export type { LoopCost } from './budget/loop-cost.ts'

// histories to keep
export { openPartOf } from './thinning/open-part.ts'
export { neighborsOf } from './thinning/neighbors.ts'
export { thinned } from './thinning/thin.ts'
export type { Candidate } from './thinning/thin.ts'

// many executions
export { judged, search } from './stuck/search.ts'
export type {
  Judged,
  Progress as SearchProgress,
  Searched,
  SearchOptions,
  SearchPorts,
} from './stuck/search.ts'
export { sweep } from './stuck/sweep.ts'
export type { Cursor, Swept } from './stuck/sweep.ts'
export type { ActionKind, ActionOf, BulkAction } from './bulk/action.ts'
export { actionFrom, executions, rowOf } from './bulk/actions.ts'
export { applyPlan } from './bulk/apply.ts'
export { gone, isRecorded } from './bulk/history.ts'
export { plannedRunOf } from './bulk/planned-run.ts'
export type { PlannedRun } from './bulk/planned-run.ts'
export type { ApplyPorts } from './bulk/ports.ts'
export { Preview } from './bulk/preview.ts'
export { Progress, progressLineOf } from './bulk/progress.ts'
export type { Journal } from './bulk/progress.ts'
export { select } from './bulk/select.ts'
export { signalingEncoded } from './bulk/signaling-encoded.ts'

// starting and steering one
export { recordedStart } from './steering/recorded-start.ts'
export type { RecordedStart } from './steering/recorded-start.ts'
export { registeredWorkflow } from './steering/registered.ts'
export { standIn } from './steering/stand-in.ts'
export type { AnyInput } from './steering/stand-in.ts'
export { asWritten, leftOut, startAgain } from './steering/start-again.ts'

// the host
export { activityTypesIn } from './host/activity-types.ts'
