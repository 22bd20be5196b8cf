import type { Context } from '../context.ts'
import type { Draft } from '../transaction.ts'
import { applyChildPolicy } from './apply-child-policy.ts'
import { cancelExternal } from './cancel-external.ts'
import { cancelUnstarted } from './cancel-unstarted.ts'
import { continueAsNew } from './continue-as-new.ts'
import type { FollowUp } from '../state/pending-transition.ts'
import { signalExternal } from './signal-external.ts'
import { startChild } from './start-child.ts'
import { startLambda } from './start-lambda.ts'
import { tellChildClosed } from './report-child-closed.ts'
import { tellChildStarted } from './report-child-started.ts'
import { tellCancelRequested, tellSignaled } from './report-delivery.ts'
import { terminateOverlong } from './terminate-overlong.ts'

type FollowUpsTable = {
  [K in FollowUp['kind']]: (followUp: Extract<FollowUp, { kind: K }>, context: Context) => Draft
}

const followUps = {
  'continue-as-new': continueAsNew,
  'start-child': startChild,
  'child-started': tellChildStarted,
  'child-closed': tellChildClosed,
  'child-policy': applyChildPolicy,
  'signal-external': signalExternal,
  'external-signaled': tellSignaled,
  'cancel-external': cancelExternal,
  'external-cancel-requested': tellCancelRequested,
  'cancel-unstarted': cancelUnstarted,
  'start-lambda': startLambda,
  'terminate-overlong': terminateOverlong,
} satisfies FollowUpsTable

/** The transaction that does what is still to be done. */
export function followUpDraft(followUp: FollowUp, context: Context): Draft {
  return (followUps[followUp.kind] as (followUp: FollowUp, context: Context) => Draft)(followUp, context)
}
