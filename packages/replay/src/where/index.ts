/**
 * Finds the source lines where a workflow waits, by a separate replay. The engine itself reads no files.
 *
 * @module
 */
export { sourceLine } from './source-lines.ts'
export { explain } from './explain.ts'
export { warningsWithLines } from './warnings.ts'
export { branchLocations, whereText } from './where.ts'
export type { BranchLocation } from './where.ts'
