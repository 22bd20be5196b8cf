import type { WorkflowDefinition } from '@reyield/workflow'
import { company } from './running-example.ts'

/** Runs one execution of an example for real: local SWF with a database file, decider and worker as processes. */
export async function runExample<Input, Result>(
  folder: string,
  workflow: WorkflowDefinition<Input, Result>,
  input: Input,
  workerProcesses = 1,
) {
  await using here = await company(folder, workflow, workerProcesses)
  const handle = await here.client.start(workflow, ...([input] as never))
  const result = await handle.result()
  const events = await handle.history()
  const { workflowId, runId } = handle
  return { result, events, told: { execution: { workflowId, runId }, events } }
}
