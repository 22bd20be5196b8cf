import type { Draft } from '../transaction.ts'
import { cancelUnstarted } from './cancel-unstarted.ts'
import type { FollowUp } from './follow-up.ts'
import { terminateOverlong } from './terminate-overlong.ts'

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
