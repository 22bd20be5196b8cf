import { parseExecutionKey } from '../keys.ts'
import type { Outgoing } from '../state/pending-transition.ts'
import type { State } from '../state/state.ts'
import type { Transaction } from '../transaction.ts'

/** A request of a closed execution that failed. There's no open history in which the failure could be recorded. */
export interface DroppedData {
  readonly kind: Outgoing['kind']
  readonly initiatedEventId: number
}

export function dropped(state: State, { seq, key, data }: Transaction): void {
  const { kind, initiatedEventId } = data as DroppedData
  const execution = state.executions.get(parseExecutionKey(key).runId)
  if (execution === undefined) {
    state.obsolete.push([seq])
    return
  }
  execution.seqs.push(seq)
  state.pendingTransitions.done(execution, kind, initiatedEventId)
}
