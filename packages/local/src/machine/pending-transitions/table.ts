import type { Context } from '../context.ts'
import type { Draft } from '../transaction.ts'
import { applyChildPolicy } from './apply-child-policy.ts'
import { cancelExternal } from './cancel-external.ts'
import { cancelUnstarted } from './cancel-unstarted.ts'
import { continueAsNew } from './continue-as-new.ts'
import type { PendingTransition } from '../state/pending-transition.ts'
import { signalExternal } from './signal-external.ts'
import { startChild } from './start-child.ts'
import { startLambda } from './start-lambda.ts'
import { reportChildClosed } from './report-child-closed.ts'
import { reportChildStarted } from './report-child-started.ts'
import { reportCancelRequested, reportSignaled } from './report-delivery.ts'
import { terminateOverlong } from './terminate-overlong.ts'

type Handlers = {
  [K in PendingTransition['kind']]: (
    transition: Extract<PendingTransition, { kind: K }>,
    context: Context,
  ) => Draft
}

const handlers = {
  'continue-as-new': continueAsNew,
  'start-child': startChild,
  'child-started': reportChildStarted,
  'child-closed': reportChildClosed,
  'child-policy': applyChildPolicy,
  'signal-external': signalExternal,
  'external-signaled': reportSignaled,
  'cancel-external': cancelExternal,
  'external-cancel-requested': reportCancelRequested,
  'cancel-unstarted': cancelUnstarted,
  'start-lambda': startLambda,
  'terminate-overlong': terminateOverlong,
} satisfies Handlers

/** The draft that carries out a pending transition. */
export function pendingTransitionDraft(transition: PendingTransition, context: Context): Draft {
  return (handlers[transition.kind] as (transition: PendingTransition, context: Context) => Draft)(
    transition,
    context,
  )
}
