/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/client` only.
 *
 * @module
 */
export { realTimers } from './port/timers.ts'
export { runPages } from './runs/history-pages.ts'
export type { ReadTarget, RunPage } from './runs/history-pages.ts'
export { interceptorsOf, within } from './interceptors/interceptor.ts'
export { interceptedSwf } from './interceptors/swf-request.ts'
export type { ClientContext } from './calls/context.ts'
export { signalInput, signalText } from './handle/make-handle.ts'

// what the command line and the console share
export { askedFor, closeStatuses, typeOf } from './operating/asked.ts'
export type { Asked, Conditions } from './operating/asked.ts'
export { historyOf } from './operating/history-of.ts'
export type { HistoryOf } from './operating/history-of.ts'
export { isGone } from './operating/is-gone.ts'
export { newestRun } from './operating/newest-run.ts'
export { Pacer } from './operating/pacer.ts'
