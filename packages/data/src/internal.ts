/**
 * What the other packages of Reyield share with this one. Not covered by semantic versioning: any release may change it. Programs import
 * from `@reyield/data` only.
 *
 * @module
 */
export { checkWritten, invalidWritten, writeChecked } from './serializers/checked.ts'
export { failureFromWire, failureToWire } from './failures/failure.ts'
export type { FailureOptions, WireFailure } from './failures/failure.ts'
export { arrivedError, movedError } from './moving/moved-error.ts'
export { arrived, moved } from './moving/moved-value.ts'
export type { MovedValue } from './moving/moved-value.ts'
export { decodedError, encodedError, readContext, writeContext } from './wire/execution-context.ts'
export type { ContextError, ExecutionContext } from './wire/execution-context.ts'
export { packInput, unpackInput } from './wire/run-input.ts'
export type { RunInput } from './wire/run-input.ts'
export { buildIdOf, identityOf, isBuildId } from './wire/identity.ts'
export {
  decodePayload,
  encodePayload,
  identityPipeline,
  pipelineOf,
  rawPipeline,
} from './pipeline/pipeline.ts'
export type { Pipeline } from './pipeline/pipeline.ts'
export { inEnvelope } from './pipeline/envelope.ts'
export type { PayloadCoder } from './pipeline/members.ts'
export { encodedControl, encodedOfLambda, lambdaPayload } from './wire/lambda.ts'
export {
  attributesMember,
  decodeEvents,
  encodeEvents,
  markUnreadable,
  whyUnreadable,
} from './pipeline/events.ts'
export {
  decisionMember,
  attributesOfDecision,
  checkLength,
  longestHeartbeat,
  encodeDecisions,
  encodeFailure,
  serializeResult,
} from './pipeline/decisions.ts'
export type { EncodeOptions } from './pipeline/decisions.ts'
