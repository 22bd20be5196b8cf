import type { WorkflowHandle } from '@reyield/client'
import type { Serializer } from '@reyield/workflow'
import type { Given } from '../commands/given.ts'
import type { CommandContext } from '../context/context.ts'
import { standIn } from '@reyield/inspect/internal'

/**
 * The handle of the execution that a command names: `ID`, and `--run-id`. With a run id it stays with the run. Values are read and written
 * by the serializer, if there is one, else by the configured one.
 */
export async function handleOf(
  context: CommandContext,
  given: Given,
  serializer?: Serializer,
): Promise<WorkflowHandle<unknown>> {
  const client = await context.client()
  const workflow = standIn({ name: '', version: '', serializer })
  const [workflowId, runId] = [given.argument(0), given.text('run-id')]
  return runId === undefined
    ? client.handle(workflow, { workflowId })
    : client.handle(workflow, { workflowId, runId }, { followRuns: false })
}
