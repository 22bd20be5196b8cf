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
