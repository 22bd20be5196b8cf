import type { HeartbeatData } from '../apply/heartbeat.ts'
import { executionKey } from '../keys.ts'
import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/**
 * Restarts the heartbeat timeout, keeps the details in case the activity times out, and returns whether a cancellation is
 * requested. It adds no event to the history.
 */
export const recordActivityTaskHeartbeat: ActionHandler<'RecordActivityTaskHeartbeat'> = (input, context) => {
  const { execution, task } = findActivity(context, input.taskToken)
  const data: HeartbeatData = present({ scheduledEventId: task.scheduledEventId, details: input.details })
  return {
    response: { cancelRequested: task.latestCancelRequestedEventId > 0 },
    record: { kind: 'heartbeat', key: executionKey(execution), data },
  }
}
