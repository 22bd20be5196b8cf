/**
 * A readable model of an execution, made from its history: steps with their attempts, problems, and, with the workflow's code, the
 * source lines where it waits.
 *
 * @module
 */

// views
export { view } from './view/view.ts'
export type { ViewOptions } from './view/view.ts'
export type { CodeOptions } from './view/code-options.ts'
export { problemsOf } from './view/problems-of.ts'
export type { ProblemsOptions } from './view/problems-of.ts'
export type {
  CodeView,
  ExecutionState,
  ExecutionView,
  RefusedView,
  RelativesView,
  SizesView,
} from './view/execution-view.ts'
export type { AttemptView, DeadlineView, StepKind, StepState, StepView } from './view/step.ts'
export type { MarkerMeaning } from './history/engine-ids.ts'
export type { DecisionTaskView } from './view/decision-task.ts'
export type { Problem } from './view/problem.ts'
export type { Branch, SourceLine } from './view/branch.ts'
export type { EventRef, FailureView, PayloadView, TypeView } from './view/values.ts'

// executions in SWF
export { readRun } from './live/read-run.ts'
export type { ExecutionTarget, ReadRunOptions } from './live/read-run.ts'
export { viewExecution } from './live/view-execution.ts'
export type { ViewExecutionOptions } from './live/view-execution.ts'
export { where } from './live/where.ts'
export type { WhereOptions } from './live/where.ts'

// recorded histories
export { loadHistories, loadHistory } from './history/load-history.ts'
export type { LoadedHistory } from './history/load-history.ts'

// payloads
export { decoding } from './view/decoding.ts'
export type { DecodingOptions } from './view/decoding.ts'
export type { Decode, PayloadOf } from './view/payload-of.ts'

// replays
export { replayerOf } from './code/replayer-of.ts'
export type { ReplayerOptions } from './code/replayer-of.ts'
export { MissingDefinitionError } from './code/errors.ts'
export { startReplayHost } from './host/replay-host.ts'
export type { HostedDefinition, HostedSignal, JsonSchema, WrittenFor } from './host/loaded.ts'
export type { ReplayHost, ReplayHostOptions } from './host/replay-host.ts'
export { hostsOf } from './host/hosts-of.ts'
export type { ReplayHosts } from './host/hosts-of.ts'
export { ReplayHostFailedError, ReplayHostTimedOutError } from './host/errors.ts'
export type {
  Moment,
  MomentOptions,
  RecordedRun,
  ReplayCheck,
  Replayer,
  TaskDecisions,
} from './code/replayer.ts'
export { createEventLog } from './event-log/event-log.ts'
export type { EventLog, EventLogOptions, WaitingTask } from './event-log/event-log.ts'
export type { EventLine, LineKind } from './event-log/event-line.ts'
export { millisecondsText } from './event-log/milliseconds.ts'
export { treeOf } from './tree/tree.ts'
export type { BranchesNode, BranchNode, StepNode, TreeNode, WaitNode } from './tree/tree.ts'
export { profileOf } from './profile/profile.ts'
export type { DecisionProfile, Profile, StepProfile } from './profile/profile.ts'
export type { Distribution } from './profile/distribution.ts'
