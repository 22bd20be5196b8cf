/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/inspect` only.
 *
 * @module
 */
export { durationText } from './lines/duration-text.ts'
export { decisionOf } from './code/decision-of.ts'
export { feedCached } from './code/feed-cached.ts'
export { workflowOf } from './code/workflow-of.ts'
