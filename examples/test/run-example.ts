import type { WorkflowDefinition } from '@reyield/workflow'
import { startExample } from './running-example.ts'

/** Runs one execution of an example in separate processes: a local SWF with a database file, a decider and workers. */
export async function runExample<Input, Result>(
  folder: string,
  workflow: WorkflowDefinition<Input, Result>,
  input: Input,
  workerProcesses = 1,
) {
  await using running = await startExample(folder, workflow, workerProcesses)
  const handle = await running.client.start(workflow, ...([input] as never))
  const result = await handle.result()
  const events = await handle.history()
  const { workflowId, runId } = handle
  return { result, events, recorded: { execution: { workflowId, runId }, events } }
}
