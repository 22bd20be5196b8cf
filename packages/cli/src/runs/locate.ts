import { newestRun } from '@reyield/client/internal'
import type { CommandContext } from '../context/context.ts'

/** One run of an execution. */
export interface RunIds {
  readonly workflowId: string
  readonly runId: string
}

/**
 * The run that a command line names: that with the run id, else the open one of the workflow id, else the one that closed last.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN)
 */
export async function locate(
  { client }: Pick<CommandContext, 'client'>,
  workflowId: string,
  runId: string | undefined,
): Promise<RunIds> {
  if (runId !== undefined) return { workflowId, runId }
  return await newestRun(await client(), workflowId)
}
