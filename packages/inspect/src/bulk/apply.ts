import type { BulkAction } from './action.ts'
import { rowOf } from './actions.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Progress } from './progress.ts'
import { gone, isRecorded, newestEvent } from './history.ts'
import type { ApplyPorts } from './ports.ts'
import { send } from './send.ts'

/** The most requests at once, so that the rate is reached also where a request takes long. */
const mostAtOnce = 8

/**
 * How long after a request its event is looked for, in milliseconds: a request may be under way when its process is killed, and SWF's
 * histories are eventually consistent.
 */
const settling = 5000

/** How often a request is sent whose response is lost each time. */
const mostLost = 3

/**
 * Does what is left of a plan. It ends early at Ctrl-C, between two requests, and at an error that would meet the other executions as well.
 *
 * @throws such an error; PlanError (PLAN_INVALID) if the progress can't be written
 */
export async function applyPlan(
  runs: AsyncIterable<PlannedRun>,
  action: BulkAction,
  progress: Progress,
  ports: ApplyPorts,
): Promise<void> {
  const failing = new AbortController()
  const stop = AbortSignal.any([ports.interrupted, failing.signal])
  const running = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined
  let n = -1
  for await (const run of runs) {
    n++
    if (progress.isOver(n)) {
      ports.onOver(run, progress.of(n) as 'done' | 'closed')
      continue
    }
    if (running.size >= mostAtOnce) await Promise.race(running)
    if (stop.aborted) break
    const one = applyTo(run, n, action, progress, ports, stop)
      .catch((error: unknown) => {
        failed ??= { error }
        failing.abort()
      })
      .finally(() => running.delete(one))
    running.add(one)
  }
  await Promise.all(running)
  if (failed !== undefined && !ports.interrupted.aborted) throw failed.error
}

/** Does the action for one execution, unless its history says that it was done. */
async function applyTo(
  run: PlannedRun,
  n: number,
  action: BulkAction,
  progress: Progress,
  ports: ApplyPorts,
  stop: AbortSignal,
): Promise<void> {
  const over = (is: 'done' | 'closed') => {
    progress.take({ n, is })
    ports.onOver(run, is)
  }
  for (let lost = 0; ;) {
    const doubt = progress.doubtOf(n)
    if (doubt !== undefined) {
      const since = Math.max(0, ports.now() - doubt.at)
      if (since < settling) await ports.sleep(settling - since, stop)
      const found = await isRecorded(ports, run, action, doubt.after)
      if (found === true || found === gone) return over(found === gone ? 'closed' : 'done')
    }
    await ports.turn(stop)
    const after = doubt?.after ?? (rowOf(action).repeats ? await newestEvent(ports, run) : 0)
    if (after === gone) return over('closed')
    if (stop.aborted) return
    progress.take({ n, is: 'sending', after, at: ports.now() })
    const sent = await send(ports, run, action)
    if (sent.is === 'done' || sent.is === 'closed') return over(sent.is)
    if (sent.is === 'failed') {
      progress.take({ n, is: 'failed', error: sent.error.name })
      return ports.onFailed(run, sent.error)
    }
    // if an earlier request is in doubt, it still is
    if (sent.is === 'refused' && doubt === undefined) progress.take({ n, is: 'pending' })
    if (sent.is === 'refused' || ++lost === mostLost) throw sent.error
  }
}
