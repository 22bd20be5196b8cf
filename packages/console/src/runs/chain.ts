import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client } from '@reyield/client'
import type { ExecutionView } from '@reyield/inspect'
import type { ChainRun, RunRef } from '../api/index.ts'
import { stateOf } from './row.ts'

/** How many runs of a workflow id are listed. */
const most = 200

/** The runs of a chain that SWF still has, oldest first. One run continues another if that one closed so. */
export async function chainOf(
  client: Client,
  run: RunRef,
  seen: ExecutionView,
): Promise<readonly ChainRun[]> {
  const own: ChainRun = {
    ...run,
    state: seen.state,
    started: seen.started.at.toISOString(),
    ...(seen.closed === undefined ? {} : { closed: seen.closed.at.toISOString() }),
  }
  const { previousRunId, nextRunId } = seen.relatives
  if (previousRunId === undefined && nextRunId === undefined) return [own]
  const listed = await runsOf(client, run.workflowId)
  const at = listed.findIndex(({ runId }) => runId === run.runId)
  if (at < 0) return neighbors(run, own, seen)
  let [first, last] = [at, at]
  while (
    first > 0 &&
    listed[first - 1]!.state === 'continuedAsNew' &&
    (first < at || previousRunId !== undefined)
  ) {
    first--
  }
  while (last < listed.length - 1 && listed[last]!.state === 'continuedAsNew') last++
  return listed.slice(first, last + 1)
}

/** SWF's lists lag behind, or don't have the run any longer. */
function neighbors({ workflowId }: RunRef, own: ChainRun, { relatives }: ExecutionView): readonly ChainRun[] {
  const { previousRunId, nextRunId } = relatives
  return [
    ...(previousRunId === undefined ? [] : [{ workflowId, runId: previousRunId, state: 'continuedAsNew' }]),
    own,
    ...(nextRunId === undefined ? [] : [{ workflowId, runId: nextRunId, state: 'open' }]),
  ]
}

/** All runs of a workflow id, oldest first. */
async function runsOf(client: Client, workflowId: string): Promise<readonly ChainRun[]> {
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
