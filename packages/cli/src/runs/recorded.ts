import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { RecordedRun } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { pagesOf } from './events.ts'
import type { RunIds } from './locate.ts'
import { decodedEvents } from './readable.ts'

/** A whole history, with payloads that the pipeline has decoded. */
export async function readRecorded(context: CommandContext, execution: RunIds): Promise<RecordedRun> {
  const pipeline = await context.pipeline()
  const events: HistoryEvent[] = []
  for await (const page of pagesOf(context, execution)) {
    for (const event of await decodedEvents(page, pipeline)) events.push(event)
    context.status.show(`read ${events.length} events of ${execution.workflowId}`)
  }
  return { execution, events }
}
