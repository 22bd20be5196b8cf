import type { ExecutionView } from '@reyield/inspect'
import type { ChainRun, RunRef } from '../api/index.ts'
import type { Listing } from './listing.ts'

/** The runs of a chain that SWF still has, oldest first. One run continues another if that one closed so. */
export async function chainOf(
  listing: Pick<Listing, 'runs'>,
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
  const runs = await listing.runs(run.workflowId)
  const at = runs.findIndex(({ runId }) => runId === run.runId)
  if (at < 0) return neighbors(run, own, seen)
  let [first, last] = [at, at]
  while (
    first > 0 &&
    runs[first - 1]!.state === 'continuedAsNew' &&
    (first < at || previousRunId !== undefined)
  ) {
    first--
  }
  while (last < runs.length - 1 && runs[last]!.state === 'continuedAsNew') last++
  return runs.slice(first, last + 1)
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
