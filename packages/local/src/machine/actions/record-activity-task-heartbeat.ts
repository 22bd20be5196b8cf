import type { HeartbeatData } from '../apply/heartbeat.ts'
import { executionKey } from '../keys.ts'
import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/** Restarts the heartbeat clock, keeps the details for a timeout, and tells of a cancel request; no event. */
export const recordActivityTaskHeartbeat: ActionHandler<'RecordActivityTaskHeartbeat'> = (input, context) => {
  const { execution, task } = findActivity(context, input.taskToken)
  const data: HeartbeatData = present({ scheduledEventId: task.scheduledEventId, details: input.details })
  return {
    response: { cancelRequested: task.latestCancelRequestedEventId > 0 },
    record: { kind: 'heartbeat', key: executionKey(execution), data },
  }
}
