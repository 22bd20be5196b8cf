import { isOutage } from '@reyield/client'
import { isRefusal, isThrottling } from '@reyield/workflow/internal'
import type { BulkAction } from './action.ts'
import { rowOf } from './actions.ts'
import type { PlannedRun } from './planned-run.ts'
import { isUnknownDomain } from './history.ts'
import type { ApplyPorts } from './ports.ts'

/**
 * What became of a request. `refused`: it wasn't carried out, and others would be refused as well. `lost`: it may have been carried out.
 */
export type Sent =
  | { readonly is: 'done' }
  | { readonly is: 'closed' }
  | { readonly is: 'failed'; readonly error: Error }
  | { readonly is: 'refused' | 'lost'; readonly error: unknown }

/** Sends one request. Throttled tries are repeated by the port. A try without a response isn't, because SWF may have carried it out. */
export async function send(
  { swf, domain }: Pick<ApplyPorts, 'swf' | 'domain'>,
  { workflowId, runId }: PlannedRun,
  action: BulkAction,
): Promise<Sent> {
  const lost = new AbortController()
  const tries = {
    started: () => undefined,
    failed: (error: Error) => {
      if (!isThrottling(error)) lost.abort(error)
    },
  }
  try {
    const target = { domain, workflowId, runId }
    await rowOf(action).send(swf, target, action, { retrySignal: lost.signal, tries })
    return { is: 'done' }
  } catch (error) {
    if (lost.signal.aborted) return { is: 'lost', error: lost.signal.reason }
    if (!isRefusal(error)) return { is: isSurelyRefused(error) ? 'refused' : 'lost', error }
    if (isUnknownDomain(error)) return { is: 'refused', error }
    return error.name === 'UnknownResourceFault' ? { is: 'closed' } : { is: 'failed', error }
  }
}

/** Whether SWF has answered the last try, and not with an error of its own. */
function isSurelyRefused(error: unknown): boolean {
  const cause = isRetriesExhausted(error) ? (error as Error).cause : error
  const { $metadata } = (cause ?? {}) as { $metadata?: { httpStatusCode?: number } }
  return isThrottling(cause) || ($metadata !== undefined && !isOutage(cause))
}

const isRetriesExhausted = (error: unknown) =>
  (error as { code?: unknown } | undefined)?.code === 'RETRIES_EXHAUSTED'
