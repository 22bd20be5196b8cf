/**
 * What happens to a payload between serializer and wire: compress, encrypt, offload. Asynchronous; run by worker, client
 * and testing over a page of events before replay and over the decisions after it. `decode(encode(text))` must be `text`.
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

/** Leaves payloads as they are; costs nothing. */
export const identityPipeline: PayloadPipeline = Object.freeze({
  encode: (text: string) => text,
  decode: (text: string) => text,
})

/**
 * Encodes one payload; `undefined` (a member that is left out) passes.
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
 * Decodes one payload; `undefined` (a member that is left out) passes.
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
