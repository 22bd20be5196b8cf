import type { DroppedData } from '../apply/dropped.ts'
import { executionKey } from '../keys.ts'
import type { Draft } from '../transaction.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/** What an execution asked for can't be done, and the execution is closed: there is no history to say so in. */
export function dropped({ kind, execution, initiatedEventId }: Outgoing): Draft {
  const data: DroppedData = { kind, initiatedEventId }
  return { kind: 'dropped', key: executionKey(execution), data }
}
