import type { ActivityTask, Execution } from '../execution.ts'
import type { Draft } from '../transaction.ts'
import { cancelUnstarted } from './cancel-unstarted.ts'
import { terminateOverlong } from './terminate-overlong.ts'

/** What the service still has to do by itself, in a transaction of its own. */
export type FollowUp =
  | { readonly kind: 'cancel-unstarted'; readonly execution: Execution; readonly task: ActivityTask }
  | { readonly kind: 'terminate-overlong'; readonly execution: Execution }

type FollowUps = {
  [K in FollowUp['kind']]: (followUp: Extract<FollowUp, { kind: K }>, now: number) => Draft
}

const followUps = {
  'cancel-unstarted': cancelUnstarted,
  'terminate-overlong': terminateOverlong,
} satisfies FollowUps

export function followUpDraft(followUp: FollowUp, now: number): Draft {
  return (followUps[followUp.kind] as (followUp: FollowUp, now: number) => Draft)(followUp, now)
}
