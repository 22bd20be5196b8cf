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
  const of = await client()
  for (const status of ['OPEN', 'CLOSED'] as const) {
    for await (const { workflowId: id, runId: found } of of.list({ status, workflowId }, { pageSize: 1 })) {
      return { workflowId: id, runId: found }
    }
  }
  // SWF's lists lag behind: the handle looks once more, and throws an error that says what was looked for
  const { executionInfo } = await of.handle({ name: '' } as never, { workflowId }).describe()
  return { workflowId, runId: executionInfo!.execution!.runId! }
}
