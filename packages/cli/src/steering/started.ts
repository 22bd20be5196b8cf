import type { CommandContext } from '../context/context.ts'
import { paint, text } from '../output/text.ts'

/** Prints an execution that was started. */
export function printStarted(
  { out, format }: CommandContext,
  {
    workflowId,
    runId,
    type: { name, version },
  }: {
    readonly workflowId: string
    readonly runId: string
    readonly type: { readonly name: string; readonly version: string }
  },
): void {
  if (format === 'json') out.json({ workflowId, runId, type: { name, version } })
  else out.line(text`${paint.bold(workflowId)} started (${name}@${version}), run ${runId}`)
}
