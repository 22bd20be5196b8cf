/**
 * Finds the source lines where a workflow waits, by a separate replay. The engine itself reads no files.
 *
 * @module
 */
export { sourceLine, sourceText, sourceTexts } from './source-lines.ts'
export { sourceFrames } from './tools.ts'
export { batchesOf } from './batches.ts'
export { explain } from './explain.ts'
export { warningsWithLines } from './warnings.ts'
export { branchLocations, locationsAt, locationsWalk, whereText } from './where.ts'
export type { BranchLocation, LocationsAt, LocationsWalk } from './where.ts'
