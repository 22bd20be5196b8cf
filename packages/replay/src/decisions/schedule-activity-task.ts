import type { Decision } from '@aws-sdk/client-swf'
import type { ActivityOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { textOf } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'
import { controlOf } from '../kinds/retry.ts'

/**
 * All five values always travel, so that an execution doesn't depend on the defaults of a registered type. The task list
 * is by default that of the workflow execution.
 */
export function scheduleActivityTask(entry: Entry, engine: Engine): Decision {
  const activity = entry.operation as ActivityOperation<unknown>
  const input = textOf(entry.input!)
  const control = controlOf(entry)
  const taskList = activity.taskList ?? engine.begun?.workflowExecutionStartedEventAttributes?.taskList?.name
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType: { name: activity.name, version: activity.version },
      activityId: entry.id,
      ...(input === undefined ? {} : { input }),
      ...(control === undefined ? {} : { control }),
      taskList: { name: taskList },
      scheduleToStartTimeout: activity.scheduleToStart,
      scheduleToCloseTimeout: activity.scheduleToClose,
      startToCloseTimeout: activity.startToClose,
      heartbeatTimeout: activity.heartbeat,
      ...(activity.priority === undefined ? {} : { taskPriority: activity.priority }),
    },
  }
}
