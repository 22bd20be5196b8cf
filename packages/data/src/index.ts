/**
 * How values become the strings that SWF stores, and back: serializers, and pipelines that encode the strings.
 *
 * @module
 */

// serializers
export { createSuperjson, superjson } from './serializers/superjson.ts'
export { json } from './serializers/json.ts'
export { text } from './serializers/text.ts'
export type { Serializer } from '@reyield/workflow'

// failures
export type { ErrorData } from './failures/error-data.ts'

// the execution context

// the input of a run

// pipelines
export type { PayloadCodec, PayloadContext, PayloadPipeline, PayloadStage } from './pipeline/codec.ts'
export { attributesOf } from './pipeline/events.ts'

// errors
export {
  InvalidPipelineError,
  MissingCodecError,
  PayloadTooLongError,
  UnencodedPayloadError,
  UnreadablePayloadError,
  UnserializablePayloadError,
} from './errors.ts'
