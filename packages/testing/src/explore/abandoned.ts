import type { ExecutionView } from '@reyield/local'
import { attemptOf } from '../simulator/attempts.ts'
import { historyOf } from '../simulator/execution.ts'
import { everyOutcome } from './options.ts'
import type { AbandonedActivity, ScenarioRunner } from './scenario-runner.ts'

/**
 * Activities whose answers no longer matter: open when their execution closed, or canceled while the workflow wasn't
 * waiting for them. Their workers may still do the work, just as they may after a timeout (`timedOutAfterWork`).
 */
export function leftBehind({ options, simulator, abandoned }: ScenarioRunner): readonly AbandonedActivity[] {
  const open = [...simulator.swf.executions.values()].flatMap(execution =>
    execution.closed === undefined ? [] : leftOpen(execution),
  )
  return [...abandoned, ...open].filter(({ name }) =>
    (options.outcomes?.[name] ?? everyOutcome).includes('timedOutAfterWork'),
  )
}

/** The activities that were open when an execution closed. SWF forgets them then, so the history has to say it. */
function leftOpen(execution: ExecutionView): AbandonedActivity[] {
  const { workflowId, runId } = execution
  const open = new Map<number, AbandonedActivity>()
  for (const event of historyOf(execution)) {
    const scheduled = event.activityTaskScheduledEventAttributes
    if (scheduled !== undefined) {
      const { activityId, activityType, input } = scheduled
      const scheduledEventId = event.eventId!
      open.set(scheduledEventId, {
        id: activityId!,
        name: activityType!.name!,
        version: activityType!.version!,
        input,
        attempt: attemptOf(execution, { scheduledEventId }),
        execution: { workflowId, runId },
      })
    }
    const ended =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    if (ended !== undefined) open.delete(ended.scheduledEventId!)
  }
  return [...open.values()]
}
