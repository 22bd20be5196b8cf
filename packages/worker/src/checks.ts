/**
 * What `@reyield/testing` applies as well: who answers for errors that no code catches (rule E5), the warnings and the execution context of an answer, what an activity may answer.
 * Not for users.
 *
 * @module
 */
export { Activation } from './uncaught/activation.ts'
export { ActivityErrors } from './uncaught/activity-errors.ts'
export { catchUncaught, ownedBy } from './uncaught/owners.ts'
export { contextOf } from './execution-context.ts'
export { longestHeartbeat } from './heartbeat.ts'
export { nameIs } from './swf-errors.ts'
export { isOfResult } from './run-activity.ts'
export { newWarnings } from './warnings.ts'
