import type { Draft } from '../transaction.ts'
import type { Deadline, DeadlineSubject, Execution } from '../state/execution.ts'
import { activityTimedOut } from './activity.ts'
import { decisionTimedOut } from './decision.ts'
import { executionTimedOut } from './execution.ts'
import { lambdaTimedOut } from './lambda.ts'
import { timerFired } from './timer.ts'

type Timeouts = {
  [K in DeadlineSubject['kind']]: (
    execution: Execution,
    subject: Extract<DeadlineSubject, { kind: K }>,
    now: number,
  ) => Draft
}

const timeouts = {
  execution: executionTimedOut,
  decision: decisionTimedOut,
  activity: activityTimedOut,
  timer: timerFired,
  lambda: lambdaTimedOut,
} satisfies Timeouts

/** The draft that records that a deadline has passed. */
export function timeoutDraft(
  { execution, subject }: Pick<Deadline, 'execution' | 'subject'>,
  now: number,
): Draft {
  const timeout = timeouts[subject.kind] as (e: Execution, subject: DeadlineSubject, now: number) => Draft
  return timeout(execution, subject, now)
}
