/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/data` only.
 *
 * @module
 */
export { checkWritten, invalidWritten, writeChecked } from './checked.ts'
export { failureFromWire, failureToWire } from './failure.ts'
export type { FailureOptions, WireFailure } from './failure.ts'
export { decodedError, encodedError, readContext, writeContext } from './context.ts'
export type { ContextError, ExecutionContext } from './context.ts'
export { packInput, unpackInput } from './run-input.ts'
export type { RunInput } from './run-input.ts'
export { decodePayload, encodePayload } from './pipeline.ts'
export { decodeEvents, whyUnreadable } from './events.ts'
export { checkLength, encodeDecisions, encodeFailure, serializeResult } from './decisions.ts'
export type { EncodeOptions } from './decisions.ts'
