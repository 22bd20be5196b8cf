/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/inspect` only.
 *
 * @module
 */

// histories in lines
export { episodes } from './lines/episodes.ts'
export { decisionLine } from './lines/decision-lines.ts'
export type { DecisionLine } from './lines/decision-lines.ts'
export { callText, errorText, Glossary, ownId } from './lines/glossary.ts'
export type { Attributes, Carrying } from './lines/glossary.ts'
export { durationText } from './lines/duration-text.ts'
export { short, shown } from './lines/shown.ts'

// what events record
export { markerValue } from './history/marker-value.ts'
export { decisionOf } from './history/decision-of.ts'

// replays
export { decideCached } from './code/decide-cached.ts'
export { workflowOf } from './code/workflow-of.ts'
