import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  attributesOf,
  json,
  superjson,
  text,
  type PayloadCodec,
  type PayloadPipeline,
  type Serializer,
} from '@reyield/data'
import { failureFromWire, pipelineOf } from '@reyield/data/internal'
import { decoding } from '@reyield/inspect'
import { payloadsIn, type EventPayload } from '@reyield/inspect/internal'
import type { PayloadPage } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'
import { valueNode } from './value-node.ts'

/** How payloads are read. */
export interface PayloadReading {
  readonly domain: string
  readonly pipeline: PayloadPipeline
  readonly serializer: Serializer
  /** The name of the serializer of a workflow's own payloads, if the code is known. */
  readonly serializerOf: (type: {
    readonly name: string
    readonly version: string
  }) => Promise<string | undefined>
}

/** The execution that a payload belongs to. */
export interface PayloadOwner {
  readonly workflowId: string
  readonly type: { readonly name: string; readonly version: string }
}

const builtIn: Readonly<Record<string, Serializer>> = { superjson, json, text }

/**
 * One payload of an event, decoded unless it's hidden.
 *
 * @throws InvalidRequestError (REQUEST_INVALID) if the event has no such payload
 */
export async function payloadPage(
  event: HistoryEvent,
  attribute: string,
  owner: PayloadOwner,
  reading: PayloadReading,
  isHidden: boolean,
): Promise<PayloadPage> {
  const found = payloadsIn(event).find(one => one.attribute === attribute)
  if (found === undefined) {
    throw new InvalidRequestError(`Event ${event.eventId} has no payload with this name`, 404)
  }
  const size = found.text.length
  if (isHidden) return { size, codecs: codecsOf(found.text), redacted: true }
  const codecs: string[] = []
  const pipeline = reading.pipeline.map(codec => noting(codec, codecs))
  const value = await read(found, event, owner, { ...reading, pipeline })
  return { size, codecs: codecs.length === 0 ? codecsOf(found.text) : codecs, redacted: false, ...value }
}

/** The value; or the text, if its serializer can't read it. */
async function read(
  payload: EventPayload,
  event: HistoryEvent,
  owner: PayloadOwner,
  { domain, pipeline, serializer: usual, serializerOf }: PayloadReading,
): Promise<Pick<PayloadPage, 'value' | 'unreadable'>> {
  const { kind, as } = payload.of
  const named = kind === 'execution' ? await serializerOf(owner.type) : undefined
  const own = named === undefined ? undefined : builtIn[named]
  const serializer = own ?? (kind === 'lambda' ? json : usual)
  const execution = { domain, workflowId: owner.workflowId }
  const by = (reader: Serializer) =>
    decoding({ pipeline, execution, serializer: reader })(payload.text, payload.of)
  try {
    const value: unknown = await by(serializer)
    return { value: valueNode(as === 'failure' ? failureIn(event, value) : value) }
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown }
    const unreadable = typeof code === 'string' ? code : String(name)
    // what the pipeline can decode is shown as text
    const decoded = await Promise.resolve(by(asText)).catch(() => undefined)
    return decoded === undefined ? { unreadable } : { unreadable, value: valueNode(decoded) }
  }
}

/** The error that the details of a failure contain, if Reyield has written them. */
function failureIn(event: HistoryEvent, details: unknown): unknown {
  if (typeof details !== 'string') return details
  const { reason } = (attributesOf(event) ?? {}) as { readonly reason?: string }
  return failureFromWire({ reason, details }) ?? details
}

const asText: Serializer = { name: 'text', serialize: value => String(value), deserialize: value => value }

/** A codec whose name is noted when it decodes. */
const noting = (codec: PayloadCodec, names: string[]): PayloadCodec => ({
  ...codec,
  encode: (of, context) => codec.encode(of, context),
  decode(of, context) {
    if (!names.includes(codec.name)) names.push(codec.name)
    return codec.decode(of, context)
  },
})

/** The name of the codec that has encoded a text last (docs/internals/formats.md). Which others did shows only when it's decoded. */
function codecsOf(of: string): string[] {
  const [, name] = /^(?:\{"reyield":1,.*"encoded":")?reyield:1:([a-z0-9.-]+):/s.exec(of) ?? []
  return name === undefined ? [] : [name]
}

/** Whether a pipeline encrypts, so that payloads are hidden until they are asked for. */
export const encrypts = (pipeline: PayloadPipeline): boolean => {
  pipelineOf(pipeline)
  return pipeline.some(({ stage }) => stage === 'encryption')
}
