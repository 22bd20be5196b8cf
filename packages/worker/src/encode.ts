import type { Decision } from '@aws-sdk/client-swf'
import { encodeDecisions, identityPipeline, type PayloadPipeline } from '@reyield/data'
import type { Limits } from '@reyield/replay'

/** What a replay can judge of payloads: their lengths only where no pipeline encodes them (rule E4). */
export const limitsFor = (pipeline: PayloadPipeline): Partial<Limits> =>
  pipeline === identityPipeline ? {} : { payload: Infinity }

/**
 * Decisions with their payloads encoded. Where that makes a payload too long for SWF, `refuse` decides the task afresh, so that
 * the program gets the error where it asks for the operation (rule E4).
 */
export async function encoded(
  asked: readonly Decision[],
  pipeline: PayloadPipeline,
  refuse: (tooLong: ReadonlyMap<Decision, number>) => Promise<readonly Decision[]>,
): Promise<readonly Decision[]> {
  const once = keeping(pipeline)
  for (let decisions = asked; ;) {
    const tooLong = new Map<Decision, number>()
    const result = await encodeDecisions(decisions, once(), (decision, { length }) => {
      tooLong.set(decision, length)
    })
    if (tooLong.size === 0) return result
    decisions = await refuse(tooLong)
  }
}

/**
 * A pipeline for each attempt at an answer that encodes only what earlier attempts have not: encoding may store something
 * elsewhere. Equal texts in one answer are still encoded one by one.
 */
function keeping(pipeline: PayloadPipeline): () => PayloadPipeline {
  if (pipeline === identityPipeline) return () => pipeline
  const kept = new Map<string, (string | Promise<string>)[]>()
  return () => {
    const used = new Map<string, number>()
    return {
      encode(text) {
        const at = used.get(text) ?? 0
        used.set(text, at + 1)
        const encodings = kept.get(text) ?? []
        kept.set(text, encodings)
        return (encodings[at] ??= pipeline.encode(text))
      },
      decode: text => pipeline.decode(text),
    }
  }
}
