import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ClientContext } from '../calls/context.ts'
import { ifKnown, type Known } from '../port/swf-errors.ts'
import type { CallOptions } from '../port/swf.ts'
import type { Look, Run } from './look.ts'

/** The waits between two requests, in milliseconds: the first one, which doubles up to the longest one. */
const firstWait = 50
const longestWait = 5000

/** Waits until a run has closed, and returns its last event. */
export async function untilClosed(
  { swf, domain, timers }: ClientContext,
  run: Run,
  look: Look,
  options: CallOptions,
): Promise<Known<HistoryEvent>> {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    const described = await look.describe(run)
    if ('unknown' in described) return described
    if (described.answer.executionInfo?.executionStatus === 'CLOSED') return look.lastEvent(run)
    if (swf.closed === undefined) await timers.sleep(wait, { signal: options.abortSignal })
    else await ifKnown(domain, swf.closed({ domain, workflowId: run.workflowId, runId: run.runId }, options))
  }
}
