import { readRun, type RecordedRun } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import type { RunIds } from './locate.ts'
import { decodedEvents } from '@reyield/inspect/internal'

/** A whole history, with payloads that the pipeline has decoded. */
export async function readRecorded(context: CommandContext, execution: RunIds): Promise<RecordedRun> {
  const [swf, domain, coder] = await Promise.all([context.swf(), context.domain(), context.coder()])
  context.status.show(`reading ${execution.workflowId}`)
  const { events } = await readRun(swf, { domain, ...execution })
  return { execution, events: await decodedEvents(events, coder(execution.workflowId)) }
}
