import { join } from 'node:path'
import type { ReplayCheck } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import type { Execution } from '../executions/execution.ts'
import { readEvents } from '../runs/events.ts'
import { fileNameOf } from '../runs/file-name.ts'
import { writeHistory } from '../runs/history-files.ts'
import { isGone } from '@reyield/client/internal'
import { redactedRun, type LeftOut, type Redactor } from './redacted-run.ts'

/** What became of a chosen run. */
export type Fetched =
  | {
      readonly execution: Execution
      readonly file: string
      readonly events: number
      /** The error with which the replay of a redacted run fails, as that of the original does. */
      readonly fails: ReplayCheck['error']
    }
  | { readonly execution: Execution; readonly leftOut: LeftOut }

/** Reads the history of a run and writes it into a folder, redacted if there is a redactor. */
export async function store(
  context: CommandContext,
  execution: Execution,
  folder: string,
  redactor: Redactor | undefined,
): Promise<Fetched> {
  const { workflowId, runId, type } = execution
  let events
  try {
    events = await readEvents(context, { workflowId, runId })
  } catch (error) {
    if (!isGone(error)) throw error
    return { execution, leftOut: 'gone' }
  }
  if (redactor === undefined) {
    const file = join(folder, fileNameOf({ workflowId, runId }))
    writeHistory(file, { execution: { workflowId, runId }, events })
    return { execution, file, events: events.length, fails: undefined }
  }
  const redacted = await redactedRun({ workflowId, runId }, events, redactor)
  if ('leftOut' in redacted) return { execution, ...redacted }
  const { fails, ...history } = redacted
  // another redaction has another workflow id, but the file of a run is to be replaced
  const file = join(folder, fileNameOf({ workflowId: type.name, runId }))
  writeHistory(file, { ...history, redacted: true })
  return { execution, file, events: events.length, fails }
}
