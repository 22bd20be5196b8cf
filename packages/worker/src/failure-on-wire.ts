import { encodePayload, failureToWire, type PayloadPipeline } from '@reyield/data'

const longestDetails = 32_768

/** A failure as SWF takes it: details that a pipeline makes too long lose stacks and causes, then go. */
export async function failureOnWire(
  error: unknown,
  pipeline: PayloadPipeline,
): Promise<{ reason: string; details?: string }> {
  const { reason, details } = failureToWire(error)
  const short = new Error(error instanceof Error ? error.message.slice(0, 2000) : reason)
  short.name = error instanceof Error ? error.name : 'Error'
  for (const text of [details, failureToWire(short, () => '').details]) {
    const encoded = (await encodePayload(text, pipeline))!
    if (encoded.length <= longestDetails) return { reason, details: encoded }
  }
  return { reason }
}
