import type { Decision } from '@aws-sdk/client-swf'
import { encodeDecisions, identityPipeline, type PayloadCoder, type Pipeline } from '@reyield/data/internal'
import type { Limits, Replay } from '@reyield/replay'

/** The limits for a replay. It can check the lengths of payloads only if no pipeline encodes them (rule E4). */
export const limitsFor = (pipeline: Pipeline): Partial<Limits> =>
  pipeline === identityPipeline ? {} : { payload: Infinity }

/**
 * Returns a replay's decisions with encoded payloads. If that makes one too long for SWF, the task is decided again, so that the
 * program gets the error where it asks for the operation (rule E4). Code of the workflow runs in `owned`, the pipeline doesn't.
 */
export async function decideEncoded(
  replay: Replay,
  { pipeline, context }: PayloadCoder,
  owned: <T>(run: () => T) => T = run => run(),
  { readableReasons = false }: { readonly readableReasons?: boolean } = {},
): Promise<readonly Decision[]> {
  const once = keeping(pipeline)
  for (let next = () => replay.decisions(); ;) {
    const { decisions, error } = await owned(next).then(
      made => ({ decisions: made, error: undefined }),
      (thrown: unknown) => ({ decisions: replay.doubtful && [replay.doubtful], error: thrown }),
    )
    if (decisions === undefined) throw error
    const tooLong = new Map<Decision, number>()
    const encoded = await encodeDecisions(
      decisions,
      { pipeline: once(), context },
      {
        readableReasons,
        tooLong: (decision, { length }) => tooLong.set(decision, length),
      },
    )
    if (tooLong.size > 0) next = () => replay.refuse(tooLong)
    else if (error === undefined) return encoded
    else throw error
  }
}

/**
 * Returns a pipeline for the attempts at one answer, which encodes only payloads that earlier attempts haven't encoded, since encoding
 * may store something elsewhere. Equal texts for one execution in one answer are still encoded separately.
 */
function keeping(pipeline: Pipeline): () => Pipeline {
  if (pipeline === identityPipeline) return () => pipeline
  const kept = new Map<string, (string | Promise<string>)[]>()
  return () => {
    const used = new Map<string, number>()
    return {
      encode(text, context) {
        const of = `${context.workflowId.length} ${context.workflowId}${text}`
        const at = used.get(of) ?? 0
        used.set(of, at + 1)
        const encodings = kept.get(of) ?? []
        kept.set(of, encodings)
        return (encodings[at] ??= pipeline.encode(text, context))
      },
      decode: (text, context) => pipeline.decode(text, context),
    }
  }
}
