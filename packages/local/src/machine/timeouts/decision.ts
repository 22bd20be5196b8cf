import type { DecisionTask, Execution } from '../state/execution.ts'
import { nextDecisionTask } from '../state/execution.ts'
import { continued } from '../history/history-draft.ts'
import { overrideAfterTimeout } from '../state/task-list-override.ts'

/**
 * A decision task wasn't completed in time or, on a sticky task list, not started in time. A new one is scheduled at once, unless
 * one is already queued. There is no limit of retries and no back-off (swf-semantics.md §3.4).
 */
export function decisionTimedOut(
  execution: Execution,
  { task }: { readonly task: DecisionTask },
  now: number,
) {
  const { scheduledEventId, startedEventId } = task
  const draft = continued(execution, now)
  draft.write('DecisionTaskTimedOut', {
    timeoutType: startedEventId > 0 ? 'START_TO_CLOSE' : 'SCHEDULE_TO_START',
    scheduledEventId,
    startedEventId,
  })
  if (execution.queued === undefined || execution.queued === task) {
    const override = overrideAfterTimeout(execution, task)
    draft.write('DecisionTaskScheduled', nextDecisionTask(execution.configuration, override))
  }
  return draft.draft('decision-task-timed-out')
}
