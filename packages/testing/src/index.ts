/**
 * Workflow tests without a server: fake histories, what a workflow decides at their end, replays of recorded ones.
 *
 * @module
 */

// fake histories
export { history } from './history/history.ts'
export type { AnyActivity, AnyDecision, History, HistoryOptions } from './history/history.ts'
export type { Pick } from './history/steps/activity.ts'
export type { ChildSteps, ExternalSteps, LambdaSteps, Which } from './history/others.ts'
export { refused } from './history/decisions.ts'
export type { RefusedDecision } from './history/decisions.ts'
export { HistoryImpossibleError } from './history/impossible.ts'

// deciding
export { decide } from './decide.ts'
export type { Decided, DecidedHistory, LoggedLine } from './decide.ts'
export type { DecisionView } from './decision-view.ts'
export type { ReplayingOptions, Told } from './told.ts'

// looking
export { where, whereText } from './where.ts'
export type { Whereabouts, WhereOptions } from './where.ts'

// recorded histories
export { loadHistory } from './load-history.ts'
export type { LoadedHistory } from './load-history.ts'
export { replayAll } from './replay-all.ts'
export type { ReplayAllOptions, ReplayedTask } from './replay-all.ts'
export type { Differences } from './recorded.ts'
export { HistoriesDoNotReplayError, replayFolder } from './replay-folder.ts'
export type { ReplayedFile } from './replay-folder.ts'
