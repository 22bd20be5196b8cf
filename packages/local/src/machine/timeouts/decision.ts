import type { DecisionTask, Execution } from '../state/execution.ts'
import { nextDecisionTask } from '../state/execution.ts'
import { continued } from '../history/history-draft.ts'
import { overrideAfterTimeout } from '../state/task-list-override.ts'

/**
 * A decision task wasn't completed, or (on a sticky list) not picked up in time. A new one is scheduled at once, unless
 * there is one behind it already. No limit of retries, no back-off (swf-semantics.md §3.4).
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
