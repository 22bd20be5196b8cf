/**
 * Workers, which decide executions and run activities: the only package that polls Amazon SWF for tasks.
 *
 * @module
 */

// workers
export { createWorker } from './create-worker.ts'
export type { WorkerOptions } from './options.ts'
export type { PerLoop } from './limits.ts'
export type { DecisionLoopOptions } from './decision-loop.ts'
export type { ActivityLoopOptions } from './activity-loop.ts'
export type { AnyWorkerOptions } from './combination.ts'
export type { Worker } from './worker.ts'
export type { StopOptions } from './stop.ts'

// activities
export type { ActivityContext } from './activity-context.ts'
export { exportedFunctions } from './exported-functions.ts'
export type { ExportedFunction } from './exported-functions.ts'
export type { Activities, ActivityFunction, ActivityImplementation } from './served-activity.ts'

// logs and errors
export { consoleLogger } from './logger.ts'
export type { Logger, LogLevel } from './logger.ts'
export { TypeNotRegisteredError, UncaughtWorkflowError } from './errors.ts'
export type { TypeRef } from './errors.ts'
export { UnsafeFolderError } from './watchdog/private-folder.ts'
