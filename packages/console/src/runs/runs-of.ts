import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client } from '@reyield/client'
import type { ChainRun } from '../api/index.ts'
import { stateOf } from './row.ts'

/** How many runs of a workflow id are listed. */
const most = 200

/** All runs of a workflow id, oldest first. */
export async function runsOf(client: Client, workflowId: string): Promise<readonly ChainRun[]> {
  const lists = await Promise.all(
    (['OPEN', 'CLOSED'] as const).map(async status => {
      const infos: WorkflowExecutionInfo[] = []
      for await (const { info } of client.list({ status, workflowId }, { pageSize: most })) {
        if (infos.push(info) === most) break
      }
      return infos
    }),
  )
  const byId = new Map(lists.flat().map(info => [info.execution?.runId, info]))
  return [...byId.values()].toSorted(byTime).map(info => ({
    workflowId,
    runId: info.execution?.runId ?? '',
    state: stateOf(info),
    started: info.startTimestamp!.toISOString(),
    ...(info.closeTimestamp === undefined ? {} : { closed: info.closeTimestamp.toISOString() }),
  }))
}

/** A run that continues another starts when that one closes, perhaps in the same millisecond. */
const byTime = (a: WorkflowExecutionInfo, b: WorkflowExecutionInfo) =>
  a.startTimestamp!.getTime() - b.startTimestamp!.getTime() || closeOf(a) - closeOf(b)

const closeOf = ({ closeTimestamp }: WorkflowExecutionInfo) =>
  closeTimestamp?.getTime() ?? Number.MAX_SAFE_INTEGER
