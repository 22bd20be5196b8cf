import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ClientCallOptions, Swf } from '@reyield/client'
import { realTimers, runPages } from '@reyield/client/internal'
import { superjson, type PayloadPipeline } from '@reyield/data'
import { pipelineOf, rawPipeline } from '@reyield/data/internal'
import type { LoadedHistory } from '../history/load-history.ts'

/** An execution in a domain. Without a run id: the open run of the workflow id; if none is open, the one that closed last. */
export interface ExecutionTarget {
  readonly domain: string
  readonly workflowId: string
  readonly runId?: string | undefined
}

/**
 * How a history is read.
 *
 * @example
 * ```ts
 * const run = await readRun(swf, target, { pipeline, abortSignal })
 * ```
 */
export interface ReadRunOptions extends ClientCallOptions {
  /** Decodes payloads. Default: none, so payloads are as SWF stores them. */
  readonly pipeline?: PayloadPipeline | undefined
}

/**
 * Reads the whole history of a run, with its ids.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN), UnreadablePayloadError
 * (PAYLOAD_UNREADABLE), CallTimedOutError (CALL_TIMED_OUT), and other SWF errors unchanged
 * @example
 * ```ts
 * const { execution, events } = await readRun(swf, { domain: 'shop', workflowId: 'order-7' })
 * ```
 */
export async function readRun(
  swf: Swf,
  { domain, workflowId, runId }: ExecutionTarget,
  { pipeline, ...options }: ReadRunOptions = {},
): Promise<Required<LoadedHistory>> {
  const context = {
    swf,
    domain,
    pipeline: pipeline === undefined ? rawPipeline : pipelineOf(pipeline),
    timers: realTimers,
    serializer: superjson,
  }
  const events: HistoryEvent[] = []
  let execution = { workflowId, runId: runId ?? '' }
  // a run that was asked for by its id is shown, also if it has continued as new
  for await (const page of runPages(
    context,
    { workflowId, runId, followRuns: runId === undefined },
    options,
  )) {
    execution = page.run
    for (const event of page.events) events.push(event)
  }
  return { execution, events }
}
