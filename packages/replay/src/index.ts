/**
 * The replay engine: takes the history of an SWF execution and returns the next decisions. It uses no clock and no network.
 *
 * @module
 */
export { createReplay } from './replay.ts'
export type { WorkflowLog } from './workflow-log.ts'
export type { Replay, ReplayOptions } from './options.ts'
export type { AskedOperation } from './program/asked.ts'
export type { Late, PatchAnswer, ReplayNotes, ReplayReport, Waiting } from './report.ts'
export type { Limits } from './decisions/limits.ts'

// errors
export { CleanUpRefusedError, NondeterministicCallError } from './errors/guard.ts'
export { WorkflowHeldError } from './errors/held.ts'
export {
  InvalidHistoryError,
  MarkerRefusedError,
  RecordedPayloadError,
  MissingRunIdError,
  StaleCacheError,
} from './errors/history.ts'
export { NonDeterminismError } from './errors/non-determinism.ts'
export type { Recorded } from './errors/non-determinism.ts'
export {
  ReusedGeneratorError,
  InvalidYieldError,
  OperationNeverYieldedError,
  RunawayWorkflowError,
  StuckWorkflowError,
} from './errors/program.ts'
