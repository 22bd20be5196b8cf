import type { DroppedData } from '../apply/dropped.ts'
import { executionKey } from '../keys.ts'
import type { Draft } from '../transaction.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/** The request of an execution failed, but the execution has closed, so the failure can't be recorded in its history. */
export function dropped({ kind, execution, initiatedEventId }: Outgoing): Draft {
  const data: DroppedData = { kind, initiatedEventId }
  return { kind: 'dropped', key: executionKey(execution), data }
}
