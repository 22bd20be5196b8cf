/**
 * The execution that a payload is written for. It's all that every writer and reader of the payload knows: whoever starts an execution has no
 * run id yet, and an activity task names no workflow type.
 *
 * @example
 * ```ts
 * const context: PayloadContext = { domain: 'shop', workflowId: 'order-7' }
 * ```
 */
export interface PayloadContext {
  readonly domain: string
  /**
   * The execution's own id. The input and the result of a child have the child's id, and a signal has the id of the execution that receives it.
   */
  readonly workflowId: string
}

/**
 * Encodes serialized payloads before they are sent to SWF, and decodes them. Workers, clients and the testing tools apply it, outside of
 * replays. `@reyield/codecs` has codecs that compress, encrypt, and store payloads elsewhere.
 *
 * @example
 * ```ts
 * const rot13: PayloadCodec = { name: 'rot13', encode: rotate, decode: rotate }
 * createWorker({ swf, domain, taskList, workflows, pipeline: [rot13] })
 * ```
 */
export interface PayloadCodec {
  /**
   * Recorded with each payload that the codec has encoded, so that a reader without the codec can say which one it lacks: 1 to 32 lower-case
   * letters, digits, dots and hyphens.
   */
  readonly name: string
  /**
   * What the codec does, if its place in a pipeline matters. Codecs with a stage must come in the order compression, encryption, offload.
   * Default: none, and the codec may be anywhere.
   */
  readonly stage?: PayloadStage
  /** Whether payloads that the codec hasn't encoded are refused with PAYLOAD_UNENCODED. Default false: they are read as they are. */
  readonly required?: boolean
  /**
   * Returns the encoded text. SWF stores up to 32,768 UTF-16 code units, so it should be printable text. If it returns the text itself, the
   * payload counts as not encoded.
   */
  encode(text: string, context: PayloadContext): string | Promise<string>
  /**
   * Returns the text that was encoded. If a text can never be decoded, it throws UnreadablePayloadError (PAYLOAD_UNREADABLE): a signal with
   * such an input can then be skipped. Other errors count as outages, which hold the execution until they are over.
   */
  decode(text: string, context: PayloadContext): string | Promise<string>
}

/** What a codec does, in the order in which codecs must come. */
export type PayloadStage = 'compression' | 'encryption' | 'offload'

/**
 * The codecs of payloads, in the order in which they encode. All clients and workers of a domain must have the same. The default is none.
 *
 * @example
 * ```ts
 * const pipeline: PayloadPipeline = [compression(), encryption({ keys, current: '2026-11' })]
 * const client = connect({ domain: 'shop', pipeline })
 * ```
 */
export type PayloadPipeline = readonly PayloadCodec[]
