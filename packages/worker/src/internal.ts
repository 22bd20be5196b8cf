/**
 * Exports for `@reyield/testing`: the owners of uncaught errors (rule E5), the warnings and the execution context of an answer, the
 * checks of activities' results. Not covered by semantic versioning: any release may change them. Programs import from
 * `@reyield/worker` only.
 *
 * @module
 */
export { Activation } from './uncaught/activation.ts'
export { ActivityErrors } from './uncaught/activity-errors.ts'
export { catchUncaught, ownedBy } from './uncaught/owners.ts'
export { contextOf, recordedContext } from './decisions/execution-context.ts'
export { isCompleteLater } from './activities/complete-later.ts'
export { nameIs } from './loop/swf-errors.ts'
export { isOfResult } from './activities/run.ts'
export { newWarnings } from './decisions/warnings.ts'
