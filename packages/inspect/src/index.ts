/**
 * A readable model of an execution, made from its history: steps with their attempts, problems, and, with the workflow's code, the
 * source lines where it waits.
 *
 * @module
 */
export type {
  CodeView,
  ExecutionState,
  ExecutionView,
  RelativesView,
  SizesView,
} from './view/execution-view.ts'
export type { AttemptView, DeadlineView, StepKind, StepState, StepView } from './view/step.ts'
export type { DecisionTaskView } from './view/decision-task.ts'
export type { Problem } from './view/problem.ts'
export type { Branch, SourceLine } from './view/branch.ts'
export type { EventRef, FailureView, PayloadView, TypeView } from './view/values.ts'
export type { Moment, MomentOptions, RecordedRun, ReplayCheck, Replayer } from './code/replayer.ts'
