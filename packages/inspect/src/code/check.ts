import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createReplay, type ReplayOptions } from '@reyield/replay'
import { explain } from '@reyield/replay/where'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { decideCached } from './decide-cached.ts'
import { decisionTasksOf } from './decision-tasks.ts'
import type { ReplayCheck } from './replayer.ts'

/**
 * Replays a history at each of its decision tasks: once as a whole, which compares every recorded decision with the code, and once as
 * a worker with a cache does it, which decides every task again. A task that recorded the value of a side effect is only compared, as
 * its function may return another value now, and so takes time in proportion to the history only.
 */
export async function checkRun(
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
): Promise<ReplayCheck> {
  const quiet = { ...options, log: () => undefined }
  const fresh = () => createReplay(workflow, quiet)
  const failed = async (error: unknown, decisionTasks: number, known: readonly HistoryEvent[]) => ({
    decisionTasks,
    error: errorOf(await explain(error, workflow, known, quiet)),
  })
  const whole = fresh()
  try {
    await whole.feed(events)
    await whole.decisions() // the batch of the last completed task is compared, too
  } catch (error) {
    return failed(error, events.filter(isStarted).length, events)
  }
  const tasks = decisionTasksOf(events)
  let cached = fresh()
  for (const [before, { known, recorded }] of tasks.entries()) {
    if (recorded?.some(isSideEffect) === true) continue
    try {
      cached = await decideCached(cached, events, known, fresh)
    } catch (error) {
      return failed(error, before + 1, events.slice(0, known))
    }
  }
  const patches = whole.patches()
  return {
    decisionTasks: tasks.length,
    error: undefined,
    ...(patches.length === 0 ? {} : { patches }),
  }
}

const isStarted = ({ eventType }: HistoryEvent) => eventType === 'DecisionTaskStarted'

const isSideEffect = ({ markerRecordedEventAttributes: marker }: HistoryEvent) =>
  marker?.markerName?.startsWith('s') === true

/** An error for people and for other processes. */
export function errorOf(error: unknown): NonNullable<ReplayCheck['error']> {
  const message = error instanceof Error ? error.message : String(error)
  const { recorded, eventId = recorded?.eventId } = error as {
    readonly recorded?: { readonly eventId?: number }
    readonly eventId?: number
  }
  return { code: isReyieldError(error) ? error.code : undefined, message, eventId }
}
