import { typeKey } from '../state/registered-type.ts'
import type { DecisionHandler } from './decision.ts'

/**
 * Each value comes from the decision, or else from the defaults of the type. All five are required; NONE is a value. The first
 * cause that applies is recorded, in this order: type, id, defaults, quota, rate (swf-semantics.md §4.2).
 */
export const scheduleActivityTask: DecisionHandler<'ScheduleActivityTask'> = (decision, batch) => {
  const { activityType, activityId } = decision
  const type = batch.domain.activityTypes.get(typeKey(activityType))
  if (type === undefined) return 'ACTIVITY_TYPE_DOES_NOT_EXIST'
  if (type.deprecationDate !== undefined) return 'ACTIVITY_TYPE_DEPRECATED'
  if (batch.activities.has(activityId)) return 'ACTIVITY_ID_ALREADY_IN_USE'

  const defaults = type.configuration
  const taskList = decision.taskList ?? defaults.defaultTaskList
  const scheduleToStartTimeout = decision.scheduleToStartTimeout ?? defaults.defaultTaskScheduleToStartTimeout
  const scheduleToCloseTimeout = decision.scheduleToCloseTimeout ?? defaults.defaultTaskScheduleToCloseTimeout
  const startToCloseTimeout = decision.startToCloseTimeout ?? defaults.defaultTaskStartToCloseTimeout
  const heartbeatTimeout = decision.heartbeatTimeout ?? defaults.defaultTaskHeartbeatTimeout
  if (taskList === undefined) return 'DEFAULT_TASK_LIST_UNDEFINED'
  if (scheduleToStartTimeout === undefined) return 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED'
  if (scheduleToCloseTimeout === undefined) return 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED'
  if (startToCloseTimeout === undefined) return 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  if (heartbeatTimeout === undefined) return 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED'
  if (batch.activities.size >= batch.limits.openActivities) return 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
  if (!batch.context.withinRate('ScheduleActivityTask', batch.domain, taskList.name)) {
    return 'ACTIVITY_CREATION_RATE_EXCEEDED'
  }

  const scheduledEventId = batch.record('ActivityTaskScheduled', {
    activityType,
    activityId,
    input: decision.input,
    control: decision.control,
    scheduleToStartTimeout,
    scheduleToCloseTimeout,
    startToCloseTimeout,
    taskList,
    taskPriority: decision.taskPriority ?? defaults.defaultTaskPriority,
    heartbeatTimeout,
  })
  batch.activities.add(activityId, scheduledEventId)
  return undefined
}
