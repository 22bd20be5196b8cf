import { isOutage, type SwfRequest } from '@reyield/client'
import type { Metrics } from './metrics.ts'
import { payloadsOf } from './payloads.ts'
import { quietly } from '../quietly.ts'

/** Counts a request to SWF, its tries, and the sizes of its payloads. */
export async function countRequest(
  request: SwfRequest,
  next: (request: SwfRequest) => Promise<unknown>,
  { requests, retries, payloadSize }: Metrics,
): Promise<unknown> {
  const { action } = request
  quietly(() => {
    for (const [payload, length] of payloadsOf(action, request.input)) payloadSize.record([payload], length)
  })
  request.onFailedTry(error => retries.add([action, isOutage(error) ? 'failed' : 'throttled']))
  try {
    const output = await next(request)
    requests.add([action, 'ok'])
    return output
  } catch (error) {
    requests.add([action, outcomeOf(error)])
    throw error
  }
}

function outcomeOf(error: unknown): string {
  const { name = '', $fault } = (error ?? {}) as { name?: string; $fault?: string }
  if (/^(Throttling|TooManyRequests|RequestLimitExceeded)/.test(name)) return 'throttled'
  if (name === 'AbortError') return 'aborted'
  return $fault === 'client' ? 'refused' : 'failed'
}
