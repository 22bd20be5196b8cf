import type { Decision } from '@aws-sdk/client-swf'
import type { Entry } from '../match/ledger.ts'

/** The cancel of an operation that nobody waits for any more (L5). */
export function cancel(entry: Entry): Decision {
  return entry.kind === 'timer'
    ? { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: entry.id } }
    : {
        decisionType: 'RequestCancelActivityTask',
        requestCancelActivityTaskDecisionAttributes: { activityId: entry.id },
      }
}
