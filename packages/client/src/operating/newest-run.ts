import type { Client } from '../client.ts'

/**
 * The newest run of a workflow id: the open one, else the one that closed last.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN)
 */
export async function newestRun(
  client: Client,
  workflowId: string,
): Promise<{ readonly workflowId: string; readonly runId: string }> {
  for (const status of ['OPEN', 'CLOSED'] as const) {
    for await (const { runId } of client.list({ status, workflowId }, { pageSize: 1 })) {
      return { workflowId, runId }
    }
  }
  // SWF's lists lag behind: the handle looks once more, and throws an error that says what was looked for
  const { executionInfo } = await client.handle({ name: '' } as never, { workflowId }).describe()
  return { workflowId, runId: executionInfo!.execution!.runId! }
}
