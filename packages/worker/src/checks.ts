/**
 * What `@reyield/testing` applies as well: who answers for errors that no code catches (rule E5), the warnings and the execution context of an answer, what an activity may answer.
 * Not for users.
 *
 * @module
 */
export { Activation } from './uncaught/activation.ts'
export { ActivityErrors } from './uncaught/activity-errors.ts'
export { catchUncaught, ownedBy } from './uncaught/owners.ts'
export { contextOf } from './decisions/execution-context.ts'
export { longestHeartbeat } from './activities/heartbeat.ts'
export { nameIs } from './loop/swf-errors.ts'
export { isOfResult } from './activities/run.ts'
export { newWarnings } from './decisions/warnings.ts'
