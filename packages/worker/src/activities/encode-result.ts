import type { Timers } from '@reyield/client'
import { encodePayload, type PayloadCoder } from '@reyield/data/internal'
import { isReyieldError } from '@reyield/workflow'

/** The waits between the tries, in milliseconds. */
const waits = [200, 1000, 4000]

/**
 * Encodes the result of an activity. The function has done its work, and another attempt would do it again. So if a codec's store or key
 * service is away, the worker tries again for some seconds. An error of Reyield isn't an outage.
 *
 * @throws what the pipeline throws
 */
export async function encodeResult(
  text: string | undefined,
  { pipeline, context }: PayloadCoder,
  timers: Timers,
  ending: AbortSignal,
): Promise<string | undefined> {
  for (const wait of waits) {
    try {
      return await encodePayload(text, pipeline, context)
    } catch (error) {
      if (isReyieldError(error) || ending.aborted) throw error
      await timers.sleep(wait, { signal: ending }).catch(() => {
        throw error
      })
    }
  }
  return await encodePayload(text, pipeline, context)
}
