import type { Client, RunHandle, StartOptions } from '@reyield/client'
import { isReyieldError, type WorkflowDefinition } from '@reyield/workflow'

/** Starts an execution, or finds the one of this id that an earlier run has left open. */
export async function startOrContinue<Result>(
  client: Client,
  workflow: WorkflowDefinition<never, Result>,
  workflowId: string,
  start: (options: StartOptions) => Promise<RunHandle<Result>>,
): Promise<{ readonly handle: RunHandle<Result>; readonly isNew: boolean }> {
  try {
    return { handle: await start({ workflowId }), isNew: true }
  } catch (error) {
    if (!isReyieldError(error, 'EXECUTION_ALREADY_STARTED')) throw error
    const { value: open } = await client.list({ status: 'OPEN', workflowId }).next()
    if (!open) throw error
    return { handle: client.handle(workflow, open), isNew: false }
  }
}
