import type { StepState } from '../step.ts'
import type { EventRef } from '../values.ts'
import type { AttemptDraft, FailureDraft, StepDraft, StepStart } from './drafts.ts'
import type { Reading } from './reading.ts'
import { take } from './steps.ts'

/** Steps with attempts: activities and Lambda functions. */

export function schedule(start: StepStart, at: EventRef, reading: Reading): void {
  const step = reading.steps.open(start, at, 'waiting')
  step.cancelRequested = undefined
  step.attempts.push({
    scheduled: at,
    timeouts: start.timeouts ?? {},
    started: undefined,
    closed: undefined,
    state: 'waiting',
    identity: undefined,
    failure: undefined,
  })
}

interface OfScheduled {
  readonly scheduledEventId?: number | undefined
  readonly identity?: string | undefined
}

/** The step and the attempt that an event is about. An event may be of an attempt that isn't the last one only in a broken history. */
function attemptOf(
  { scheduledEventId }: OfScheduled,
  reading: Reading,
): { readonly step: StepDraft; readonly attempt: AttemptDraft } | undefined {
  const step = reading.steps.openedBy(scheduledEventId)
  const attempt = step?.attempts.findLast(({ scheduled }) => scheduled.eventId === scheduledEventId)
  return step === undefined || attempt === undefined ? undefined : { step, attempt }
}

export function start(of: OfScheduled, at: EventRef, reading: Reading): void {
  const found = attemptOf(of, reading)
  if (found === undefined) return
  const { step, attempt } = found
  take(step, at)
  attempt.started = at
  attempt.identity = of.identity
  attempt.state = 'running'
  step.state = 'running'
}

/** Closes an attempt, and the step with it. A retry opens the step again. */
export function close(
  of: OfScheduled,
  at: EventRef,
  reading: Reading,
  state: StepState,
  ended: (step: StepDraft) => { readonly failure: FailureDraft } | { readonly result: StepDraft['result'] },
): void {
  const found = attemptOf(of, reading)
  if (found === undefined) return
  const { step, attempt } = found
  take(step, at)
  const how = ended(step)
  if ('failure' in how) attempt.failure = step.failure = how.failure
  else step.result = how.result
  attempt.closed = step.closed = at
  attempt.state = step.state = state
  step.cancelRequested = undefined
}
