/**
 * Deciders and activity workers: the only room that polls Amazon SWF for tasks.
 *
 * @module
 */

// workers
export { decider } from './decider.ts'
export type { DeciderOptions } from './decider.ts'
export { activityWorker } from './activity-worker.ts'
export type { ActivityWorkerOptions } from './activity-worker.ts'
export type { WorkerOptions } from './options.ts'
export type { StopOptions, Worker } from './worker.ts'

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
