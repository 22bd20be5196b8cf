import { json, superjson, type PayloadContext, type PayloadPipeline, type Serializer } from '@reyield/data'
import { encodedOfLambda, pipelineOf, unpackInput, type Pipeline } from '@reyield/data/internal'
import { markerValue } from '../history/marker-value.ts'
import type { Decode, PayloadOf } from './payload-of.ts'

/**
 * How payloads are read.
 *
 * @example
 * ```ts
 * const decode = decoding({ pipeline, execution, serializer: ({ name }) => (name === 'resize' ? json : superjson) })
 * ```
 */
export interface DecodingOptions {
  /** The pipeline of the workers. Default: none. */
  readonly pipeline?: PayloadPipeline | undefined
  /** The domain and the workflow id of the execution that is viewed, on which codecs may depend. Default: empty ones. */
  readonly execution?: PayloadContext | undefined
  /** The serializer of the workers, or a function that returns that of a payload. Default superjson, and json for Lambda functions. */
  readonly serializer?: Serializer | ((of: PayloadOf) => Serializer) | undefined
}

/**
 * Makes the function by which `view` reads payloads: it decodes them by the pipeline, then deserializes them.
 *
 * @example
 * ```ts
 * const { input, result } = await view(history, { decode: decoding({ serializer: json }) })
 * console.log(input?.value, result?.value)
 * ```
 */
export function decoding({
  pipeline: codecs,
  execution = { domain: '', workflowId: '' },
  serializer = superjson,
}: DecodingOptions = {}): Decode {
  const pipeline = pipelineOf(codecs)
  const serializerOf = (of: PayloadOf): Serializer =>
    typeof serializer === 'function' ? serializer(of) : of.kind === 'lambda' ? json : serializer
  return async (encoded, of) => {
    const { domain, workflowId } = execution
    const context = { domain, workflowId: of.workflowId ?? workflowId }
    return contents[of.as](await textOf(encoded, of, pipeline, context), serializerOf(of))
  }
}

async function textOf(
  text: string,
  { as, kind }: PayloadOf,
  pipeline: Pipeline,
  context: PayloadContext,
): Promise<string> {
  const encoded = as === 'plain' ? undefined : kind === 'lambda' ? encodedOfLambda(text) : text
  return encoded === undefined ? text : pipeline.decode(encoded, context)
}

/** What a decoded text contains (formats.md). */
const contents: { readonly [As in PayloadOf['as']]: (text: string, serializer: Serializer) => unknown } = {
  value: (text, serializer) => serializer.deserialize(text),
  details: (text, serializer) => orText(text, serializer),
  runInput: (text, serializer) => serializer.deserialize(unpackInput(text).input),
  marker: (text, serializer) => markerValue(text, value => serializer.deserialize(value)),
  failure: text => text,
  text: text => text,
  plain: text => text,
}

/** Details of heartbeats and cancellations are for people, too: any text. */
function orText(text: string, serializer: Serializer): unknown {
  try {
    return serializer.deserialize(text)
  } catch {
    return text
  }
}
