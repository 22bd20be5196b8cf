import { json, UnencodedPayloadError, type PayloadPipeline } from '@reyield/data'
import { pipelineOf } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'

/**
 * How a Lambda function reads and writes payloads.
 *
 * @example
 * ```ts
 * const options: LambdaHandlerOptions = { pipeline: [encryption({ keys, current: '2026-11' })] }
 * ```
 */
export interface LambdaHandlerOptions {
  /** The pipeline of the workers. */
  readonly pipeline: PayloadPipeline
  /** The serializer of the call in the workflow. Default plain JSON, as there. */
  readonly serializer?: Serializer
}

/** What an encoded Lambda function gets as its event (docs/internals/formats.md). */
interface EncodedEvent {
  readonly reyield: 1
  readonly domain: string
  readonly workflowId: string
  readonly encoded: string
}

/**
 * Makes the handler of a Lambda function that workflows call with `encoded: true`: it decodes the input and encodes the result. Calls from
 * elsewhere get and return plain values, unless a codec is required.
 *
 * @throws UnencodedPayloadError (PAYLOAD_UNENCODED), and what the codecs throw
 * @example
 * ```ts
 * export const handler = lambdaHandler({ pipeline }, async ({ url }: { url: string }) => measure(url))
 * ```
 */
export function lambdaHandler<Input, Result>(
  { pipeline, serializer = json }: LambdaHandlerOptions,
  run: (input: Input, lambdaContext: unknown) => Result | Promise<Result>,
): (event: unknown, lambdaContext?: unknown) => Promise<unknown> {
  const codecs = pipelineOf(pipeline)
  const required = pipeline.find(codec => codec.required === true)
  return async (event, lambdaContext) => {
    if (!isEncoded(event)) {
      if (required !== undefined) throw new UnencodedPayloadError(required.name, [])
      return await run(event as Input, lambdaContext)
    }
    const { domain, workflowId, encoded } = event
    const context = { domain, workflowId }
    const input = serializer.deserialize(await codecs.decode(encoded, context))
    const result = serializer.serialize(await run(input as Input, lambdaContext))
    return result === undefined ? null : { reyield: 1, encoded: await codecs.encode(result, context) }
  }
}

function isEncoded(event: unknown): event is EncodedEvent {
  const { reyield, domain, workflowId, encoded } = (event ?? {}) as Partial<
    Record<keyof EncodedEvent, unknown>
  >
  return reyield === 1 && [domain, workflowId, encoded].every(member => typeof member === 'string')
}
