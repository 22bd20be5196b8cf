import type { HistoryEvent } from '@aws-sdk/client-swf'
import { parseExecutionKey, type RunKey } from '../machine/keys.ts'
import type { Transaction } from '../machine/transaction.ts'
import { toDates } from '../model/timestamps.ts'

/**
 * New events of one execution, in the shape of the AWS SDK.
 *
 * @example
 * ```ts
 * const onEvents = ({ workflowId, events }: CommittedEvents) => {
 *   for (const { eventId, eventType } of events) console.log(workflowId, eventId, eventType)
 * }
 * const local = await createLocalSwf({ onEvents })
 * ```
 */
export interface CommittedEvents extends RunKey {
  readonly events: readonly HistoryEvent[]
}

/** Calls a listener with the events of a transaction, after everything that waits for the commit. */
export function reportEvents(
  { key, events = [] }: Transaction,
  listener: (committed: CommittedEvents) => void,
): void {
  if (events.length === 0) return
  queueMicrotask(() => {
    const shaped = toDates('GetWorkflowExecutionHistory', { events }) as { events: HistoryEvent[] }
    listener({ ...parseExecutionKey(key), events: shaped.events })
  })
}
