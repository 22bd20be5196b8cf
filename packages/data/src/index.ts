/**
 * How values become the strings that SWF carries, and back: serializers, the failure envelope, payload pipelines.
 *
 * @module
 */

// serializers
export { createSuperjson, superjson } from './superjson.ts'
export { json } from './json.ts'
export { text } from './text.ts'
export type { Serializer } from '@reyield/workflow'
export { checkWritten, invalidWritten, writeChecked } from './checked.ts'

// failures
export { failureFromWire, failureToWire } from './failure.ts'
export type { FailureOptions, WireFailure } from './failure.ts'
export type { ErrorData } from './error-data.ts'

// the execution context
export { decodedError, encodedError, readContext, writeContext } from './context.ts'
export type { ContextError, ExecutionContext } from './context.ts'

// the input of a run
export { packInput, unpackInput } from './run-input.ts'
export type { RunInput } from './run-input.ts'

// pipelines
export { decodePayload, encodePayload, identityPipeline } from './pipeline.ts'
export type { PayloadPipeline } from './pipeline.ts'
export { attributesOf, decodeEvents, whyUnreadable } from './events.ts'
export { checkLength, encodeDecisions, encodeFailure, serializeResult } from './decisions.ts'
export type { EncodeOptions } from './decisions.ts'

// errors
export { PayloadTooLongError, UnreadablePayloadError, UnserializablePayloadError } from './errors.ts'
