import type { HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents } from '@reyield/data/internal'
import type { ClientContext } from '../calls/context.ts'
import { ifKnown, type Known } from '../port/swf-errors.ts'
import type { CallOptions } from '../port/swf.ts'
import type { Look, Run } from './look.ts'

/** The waits between two requests, in milliseconds: the first one, which doubles up to the longest one. */
const firstWait = 100
const longestWait = 5000

/**
 * Waits until a run has closed, and returns its last event, decoded. The port reports the close if it can. Otherwise the newest event
 * is read again and again, within the budget that all reads of this process share.
 */
export async function untilClosed(
  { swf, domain, pipeline, timers }: ClientContext,
  run: Run,
  look: Look,
  options: CallOptions,
): Promise<Known<HistoryEvent>> {
  const coder = { pipeline, context: { domain, workflowId: run.workflowId } }
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    const reported = await ifKnown(domain, swf.closed?.({ domain, ...run }, options) ?? noReport)
    if ('unknown' in reported) return reported
    const event = reported.answer
    if (event !== undefined) return { answer: (await decodeEvents([event], coder))[0]! }
    await swf.historyReads?.take(options.abortSignal, 'result')
    const read = await look.closingEvent(run)
    if ('unknown' in read) return read
    if (read.answer !== undefined) return { answer: read.answer }
    await timers.sleep(wait, { signal: options.abortSignal })
  }
}

const noReport = Promise.resolve(undefined)
