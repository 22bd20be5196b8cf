import type { ActivityTask, Execution } from '../state/execution.ts'
import type { State } from '../state/state.ts'

/**
 * What the log no longer needs: without these transactions it means the same. The first transaction of an execution is removed
 * before its others, and what remains of an execution without it is ignored, so a removal may stop at any point.
 */

/** An execution was removed by retention. */
export function executionObsolete(state: State, { seqs }: Execution): void {
  state.obsolete.push(seqs)
}

/** A heartbeat was followed by another one, or its activity ended. */
export function heartbeatObsolete(state: State, task: ActivityTask): void {
  if (task.heartbeatSeq > 0) state.obsolete.push([task.heartbeatSeq])
  task.heartbeatSeq = 0
}
