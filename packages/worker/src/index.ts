/**
 * Workers, which decide executions and run activities. This is the only package that polls Amazon SWF for tasks.
 *
 * @module
 */

// workers
export { createWorker } from './create-worker.ts'
export type { WorkerOptions } from './options/worker-options.ts'
export type { PerLoop } from './options/limits.ts'
export type { DecisionLoopOptions } from './decisions/loop.ts'
export type { ActivityLoopOptions } from './activities/loop.ts'
export type { ActivityTypeOptions, AutomaticHeartbeats } from './options/activity-options.ts'
export type { AnyWorkerOptions } from './options/combination.ts'
export type { LoopStats, Worker, WorkerState, WorkerStats } from './loop/worker.ts'
export { HealthPortError } from './health/errors.ts'
export type { HealthOptions, HealthServer } from './health/options.ts'
export type { StopOptions } from './loop/stop.ts'
export { stopOnSignals } from './loop/stop-on-signals.ts'
export type { StopOnSignalsOptions } from './loop/stop-on-signals.ts'
export type { CacheOptions } from './cache/options.ts'
export type { CacheStats, MissReason } from './cache/replay-cache.ts'

// interceptors
export type { Interceptors } from './interceptors/interceptors.ts'
export type {
  ActivityCall,
  ActivityEnd,
  ActivityInterceptor,
  ActivityOutcome,
} from './interceptors/activity.ts'
export type {
  DecisionCall,
  DecisionEnd,
  DecisionInterceptor,
  DecisionOutcome,
} from './interceptors/decision.ts'

// activities
export type { ActivityContext } from './activities/context.ts'
export { completeLater } from './activities/complete-later.ts'
export type { CompleteLater } from './activities/complete-later.ts'
export { inThread } from './threads/in-thread.ts'
export type { InThread } from './threads/in-thread.ts'
export type { InThreadOptions } from './threads/options.ts'
export { ThreadCrashedError } from './threads/errors.ts'
export { exportedFunctions } from './activities/exported-functions.ts'
export type { ExportedFunction } from './activities/exported-functions.ts'
export type { Activities, ActivityFunction, ActivityImplementation } from './activities/served.ts'

// logs and errors
export { consoleLogger } from './logging/logger.ts'
export { fromPino, fromWinston } from './logging/adapters.ts'
export type { PinoLike, WinstonLike } from './logging/adapters.ts'
export type { Logger, LogLevel } from './logging/logger.ts'
export {
  InterceptorError,
  UncaughtWorkflowError,
  UnregisteredTypeError,
  UnstartedActivityError,
} from './errors.ts'
export type { TypeRef } from './errors.ts'
export { UnsafeFolderError } from './watchdog/private-folder.ts'
