/**
 * The replay engine: the history of an SWF execution in, the next decisions out. Pure: no clock, no network.
 *
 * @module
 */
export { createReplay } from './replay.ts'
export type { WorkflowLog } from './engine.ts'
export type { Replay, ReplayOptions } from './replay.ts'
export type { Late, ReplayReport, Waiting } from './report.ts'
export type { Limits } from './decisions/limits.ts'
export { engineTimer } from './program/ids.ts'

// errors
export {
  InvalidHistoryError,
  MarkerRefusedError,
  NonDeterminismError,
  NotAnOperationError,
  OperationNeverYieldedError,
  RecordedPayloadError,
  RunawayError,
  StaleCacheError,
  StuckError,
} from './errors.ts'
export type { Recorded } from './errors.ts'
