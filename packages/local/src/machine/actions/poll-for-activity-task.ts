import { workflowExecution } from '../state/execution.ts'
import { continued } from '../history/history-draft.ts'
import { present } from '../../model/present.ts'
import { taskToken } from '../tokens.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** Starts the oldest of the tasks with the highest priority. */
export const pollForActivityTask: ActionHandler<'PollForActivityTask'> = (input, context) => {
  const { state, now, selector, region } = context
  const { taskList, identity } = input
  const domain = findDomain(context, input.domain)
  const { activityTasks, executions } = state
  const task =
    selector === undefined
      ? activityTasks.first(domain, taskList.name)
      : activityTasks.waiting(
          executions.get(selector.runId)?.activities.get(selector.activityId ?? ''),
          domain,
          taskList.name,
        )
  if (task === undefined) {
    const wait = { kind: 'activity', region, domain: domain.name, taskList: taskList.name } as const
    return { wait, empty: { startedEventId: 0 } }
  }
  const { execution, scheduledEventId, activityId, activityType } = task
  const { runId, workflowId } = execution
  const draft = continued(execution, now)
  const startedEventId = draft.write('ActivityTaskStarted', { scheduledEventId, identity })
  const response = present({
    taskToken: taskToken('activity', { runId, workflowId, scheduledEventId, startedEventId }),
    activityId,
    startedEventId,
    workflowExecution: workflowExecution(execution),
    activityType,
    input: task.input,
  })
  return { response, record: draft.draft('activity-task-started') }
}
