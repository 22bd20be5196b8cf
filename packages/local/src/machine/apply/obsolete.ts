import type { ActivityTask, Execution } from '../state/execution.ts'
import type { State } from '../state/state.ts'

/**
 * Marks transactions as obsolete: a log without them leads to the same state. The first transaction of an execution is removed
 * before its others. The rest of an execution without its first transaction is ignored, so a removal can stop at any point.
 */

/** Retention has removed an execution. */
export function executionObsolete(state: State, { seqs }: Execution): void {
  state.obsolete.push(seqs)
}

/** A heartbeat is obsolete once another one follows or the activity ends. */
export function heartbeatObsolete(state: State, task: ActivityTask): void {
  if (task.heartbeatSeq > 0) state.obsolete.push([task.heartbeatSeq])
  task.heartbeatSeq = 0
}
