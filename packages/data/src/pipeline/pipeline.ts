import {
  InvalidPipelineError,
  MissingCodecError,
  UnencodedPayloadError,
  UnreadablePayloadError,
} from '../errors.ts'
import type { PayloadCodec, PayloadContext, PayloadPipeline, PayloadStage } from './codec.ts'
import { envelopeOf, inEnvelope, isCodecName, isKnownFormat } from './envelope.ts'

/** A pipeline that was checked, as our packages use it. */
export interface Pipeline {
  encode(text: string, context: PayloadContext): string | Promise<string>
  /**
   * @throws MissingCodecError (CODEC_MISSING), UnencodedPayloadError (PAYLOAD_UNENCODED), UnreadablePayloadError (PAYLOAD_UNREADABLE), and
   * what the codecs throw
   */
  decode(text: string, context: PayloadContext): string | Promise<string>
}

/** Without codecs. It still says which codec a reader lacks, and keeps texts apart that look like envelopes. */
export const identityPipeline: Pipeline = Object.freeze({
  encode: asWritten,
  decode(text: string, context: PayloadContext) {
    return envelopeOf(text) === undefined ? text : decoded(text, context, new Map(), [])
  },
})

/** Leaves everything as SWF stores it. */
export const rawPipeline: Pipeline = Object.freeze({
  encode: (text: string) => text,
  decode: (text: string) => text,
})

const known = new WeakMap<PayloadPipeline, Pipeline>()

/**
 * Checks a pipeline. No codecs make `identityPipeline`.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID)
 * @example
 * ```ts
 * const text = await pipelineOf([rot13]).encode('{"json":7}', { domain: 'shop', workflowId: 'order-7' })
 * ```
 */
export function pipelineOf(codecs: PayloadPipeline | undefined): Pipeline {
  if (codecs === undefined) return identityPipeline
  const made = known.get(codecs) ?? checked(codecs)
  known.set(codecs, made)
  return made
}

function checked(codecs: PayloadPipeline): Pipeline {
  checkCodecs(codecs)
  if (codecs.length === 0) return identityPipeline
  const list = [...codecs] // changes of the list would go unchecked
  const byName = new Map(list.map(codec => [codec.name, codec]))
  const required = list.filter(codec => codec.required === true).map(({ name }) => name)
  return {
    async encode(text, context) {
      let body = asWritten(text)
      for (const codec of list) {
        const encoded = await codec.encode(body, context)
        if (encoded !== body || codec.required === true) body = inEnvelope(codec.name, encoded)
      }
      return body
    },
    decode: (text, context) => decoded(text, context, byName, required),
  }
}

const stages: readonly PayloadStage[] = ['compression', 'encryption', 'offload']

function checkCodecs(codecs: PayloadPipeline): void {
  if (!Array.isArray(codecs)) {
    throw new InvalidPipelineError('it is no list of codecs', 'pipeline: [compression(), encryption({ … })]')
  }
  const names = new Set<string>()
  let last: PayloadCodec | undefined
  for (const [at, codec] of (codecs as readonly (Partial<PayloadCodec> | null)[]).entries()) {
    if (
      typeof codec?.encode !== 'function' ||
      typeof codec.decode !== 'function' ||
      !isCodecName(codec.name)
    ) {
      throw new InvalidPipelineError(
        `number ${at + 1} is no codec`,
        'an object with the methods encode and decode, and a name of 1 to 32 lower-case letters, digits, dots and hyphens',
      )
    }
    const { name, stage } = codec as PayloadCodec
    if (names.has(name)) {
      throw new InvalidPipelineError(
        `it has two codecs with the name '${name}'`,
        'a name of its own for each codec',
      )
    }
    names.add(name)
    if (stage === undefined) continue
    if (!stages.includes(stage)) {
      throw new InvalidPipelineError(
        `the codec '${name}' has the stage '${String(stage)}'`,
        stages.join(', '),
      )
    }
    if (last !== undefined && stages.indexOf(stage) < stages.indexOf(last.stage!)) {
      throw new InvalidPipelineError(
        `'${name}' (${stage}) comes after '${last.name}' (${last.stage})`,
        `the order ${stages.join(', ')}: what is encrypted can't be compressed, and what is stored elsewhere isn't encrypted any longer`,
      )
    }
    last = codec as PayloadCodec
  }
}

/** A text that looks like an envelope gets one without a name, so that it's read as a text. */
function asWritten(text: string): string {
  return envelopeOf(text) === undefined ? text : inEnvelope('', text)
}

async function decoded(
  text: string,
  context: PayloadContext,
  codecs: ReadonlyMap<string, PayloadCodec>,
  required: readonly string[],
): Promise<string> {
  const used = new Set<string>()
  for (let body = text; ;) {
    const layer = envelopeOf(body)
    if (layer === undefined || (layer.name === '' && isKnownFormat(layer))) {
      const lacking = required.find(name => !used.has(name))
      if (lacking !== undefined) throw new UnencodedPayloadError(lacking, [...used])
      return layer?.body ?? body
    }
    const { name, format } = layer
    if (!isKnownFormat(layer)) throw new MissingCodecError(`format ${format}`, [...codecs.keys()])
    const codec = codecs.get(name)
    if (codec === undefined) throw new MissingCodecError(name, [...codecs.keys()])
    if (used.has(name))
      throw new UnreadablePayloadError(name, '', `A payload is encoded by the codec '${name}' twice`)
    used.add(name)
    body = await codec.decode(layer.body, context)
  }
}

/**
 * Encodes one payload; `undefined` stays undefined.
 *
 * @example
 * ```ts
 * const input = await encodePayload(superjson.serialize(order), pipeline, { domain: 'shop', workflowId: 'order-7' })
 * ```
 */
export async function encodePayload(
  text: string | undefined,
  pipeline: Pipeline,
  context: PayloadContext,
): Promise<string | undefined> {
  return text === undefined ? text : pipeline.encode(text, context)
}

/**
 * Decodes one payload; `undefined` stays undefined.
 *
 * @example
 * ```ts
 * const order = superjson.deserialize(await decodePayload(task.input, pipeline, { domain: 'shop', workflowId: 'order-7' }))
 * ```
 */
export async function decodePayload(
  text: string | undefined,
  pipeline: Pipeline,
  context: PayloadContext,
): Promise<string | undefined> {
  return text === undefined ? text : pipeline.decode(text, context)
}
