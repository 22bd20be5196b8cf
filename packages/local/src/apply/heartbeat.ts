import { parseExecutionKey } from '../execution.ts'
import type { State } from '../state.ts'
import type { Transaction } from '../transaction.ts'
import { setDeadline } from './activities.ts'

/** What a heartbeat puts on record; it leaves no event (API reference, RecordActivityTaskHeartbeat). */
export interface HeartbeatData {
  readonly scheduledEventId: number
  readonly details?: string | undefined
}

export function heartbeat(state: State, { key, data, at }: Transaction): void {
  const { scheduledEventId, details } = data as HeartbeatData
  const execution = state.executions.get(parseExecutionKey(key).runId)
  const task = execution?.activitiesByEvent.get(scheduledEventId)
  if (task === undefined) return
  task.heartbeatAt = at
  task.heartbeatDetails = details
  setDeadline(state, task)
}
