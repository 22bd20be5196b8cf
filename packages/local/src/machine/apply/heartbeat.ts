import { parseExecutionKey } from '../keys.ts'
import type { State } from '../state/state.ts'
import type { Transaction } from '../transaction.ts'
import { setDeadline } from './activities.ts'
import { heartbeatObsolete } from './obsolete.ts'

/** What a heartbeat records. It adds no event to the history (swf-semantics.md §5.2). */
export interface HeartbeatData {
  readonly scheduledEventId: number
  readonly details?: string | undefined
}

export function heartbeat(state: State, { seq, key, data, at }: Transaction): void {
  const { scheduledEventId, details } = data as HeartbeatData
  const execution = state.executions.get(parseExecutionKey(key).runId)
  const task = execution?.activitiesByEvent.get(scheduledEventId)
  if (task === undefined) {
    state.obsolete.push([seq])
    return
  }
  heartbeatObsolete(state, task)
  task.heartbeatSeq = seq
  task.heartbeatAt = at
  task.heartbeatDetails = details
  setDeadline(state, task)
}
