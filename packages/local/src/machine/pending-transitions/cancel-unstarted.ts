import type { Context } from '../context.ts'
import type { ActivityTask, Execution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'

/** Cancels an activity that no worker has started: the service does this by itself (swf-semantics.md §4.3). */
export const cancelUnstarted = (
  { execution, task }: { readonly execution: Execution; readonly task: ActivityTask },
  { now }: Context,
) =>
  triggered('activity-canceled', execution, now, 'ActivityTaskCanceled', {
    scheduledEventId: task.scheduledEventId,
    startedEventId: 0,
    latestCancelRequestedEventId: task.latestCancelRequestedEventId,
  })
