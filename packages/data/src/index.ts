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

// failures
export type { ErrorData } from './error-data.ts'

// the execution context

// the input of a run

// pipelines
export { identityPipeline } from './pipeline.ts'
export type { PayloadPipeline } from './pipeline.ts'
export { attributesOf } from './events.ts'

// errors
export { PayloadTooLongError, UnreadablePayloadError, UnserializablePayloadError } from './errors.ts'
