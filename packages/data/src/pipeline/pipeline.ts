/**
 * Encodes serialized payloads before they are sent to SWF, and decodes them: to compress, encrypt, or store them elsewhere. It may be
 * asynchronous. Workers, clients and the testing tools apply it, outside of replays. Decoding must return what was encoded. If
 * `decode` can't read a string, it throws an UnreadablePayloadError (PAYLOAD_UNREADABLE); other errors count as outages.
 *
 * @example
 * ```ts
 * const pipeline: PayloadPipeline = { encode: text => encrypt(text), decode: text => decrypt(text) }
 * createWorker({ swf, domain, taskList, workflows, pipeline })
 * ```
 */
export interface PayloadPipeline {
  encode(text: string): string | Promise<string>
  decode(text: string): string | Promise<string>
}

/**
 * The default pipeline, which leaves payloads as they are.
 *
 * @example
 * ```ts
 * const pipeline = process.env['PAYLOAD_KEY'] === undefined ? identityPipeline : encrypting(process.env['PAYLOAD_KEY'])
 * const client = createClient({ swf, domain: 'shop', pipeline })
 * ```
 */
export const identityPipeline: PayloadPipeline = Object.freeze({
  encode: (text: string) => text,
  decode: (text: string) => text,
})

/**
 * Encodes one payload; `undefined` stays undefined.
 *
 * @example
 * ```ts
 * const input = await encodePayload(superjson.serialize(order), pipeline)
 * ```
 */
export async function encodePayload(
  text: string | undefined,
  pipeline: PayloadPipeline,
): Promise<string | undefined> {
  return text === undefined || pipeline === identityPipeline ? text : pipeline.encode(text)
}

/**
 * Decodes one payload; `undefined` stays undefined.
 *
 * @example
 * ```ts
 * const order = superjson.deserialize(await decodePayload(task.input, pipeline))
 * ```
 */
export async function decodePayload(
  text: string | undefined,
  pipeline: PayloadPipeline,
): Promise<string | undefined> {
  return text === undefined || pipeline === identityPipeline ? text : pipeline.decode(text)
}
