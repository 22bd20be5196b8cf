/**
 * What `@reyield/testing` applies as well: who answers for errors that no code catches (rule E5), the names and types that a worker takes.
 * Not for users.
 *
 * @module
 */
export { Activation } from './uncaught/activation.ts'
export { ActivityErrors } from './uncaught/activity-errors.ts'
export { catchUncaught, ownedBy } from './uncaught/owners.ts'
export { longestHeartbeat } from './heartbeat.ts'
export { nameIs } from './faults.ts'
