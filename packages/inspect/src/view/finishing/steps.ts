import { retryOf } from '../../history/engine-ids.ts'
import { branchOf } from '../reading/place.ts'
import type { AttemptDraft, StepDraft } from '../reading/drafts.ts'
import type { AttemptView, StepState, StepView } from '../step.ts'
import type { EventRef } from '../values.ts'
import { deadlineOf } from './deadlines.ts'
import type { Payloads } from './payloads.ts'

/** What the views of steps depend on besides the steps. */
export interface Surroundings {
  /** Ages and times left are computed for this time. */
  readonly now: number
  /** The execution has closed: what is open stays so. */
  readonly closed: boolean
  readonly taskList: string | undefined
  readonly payloads: Payloads
}

export function stepView(step: StepDraft, around: Surroundings): StepView {
  const { kind, id, name, version, requested, closed, execution } = step
  const { payloads } = around
  const isOpen = closed === undefined
  const attempts = step.attempts.map((attempt, index) => attemptView(attempt, index + 1, around))
  return {
    kind,
    id,
    branch: branchOf(id),
    name,
    version,
    state: stateOf(step.state, isOpen, around),
    requested,
    closed,
    input: payloads.view(step.input),
    result: payloads.view(step.result),
    failure:
      step.failure === undefined
        ? undefined
        : (sameFailure(step, attempts) ?? payloads.failure(step.failure)),
    attempts,
    cancelRequested: step.cancelRequested,
    deadline: isOpen && !around.closed ? deadlineOf(step, around.now) : undefined,
    nextAttempt: isOpen && !around.closed ? nextAttemptOf(step) : undefined,
    duration: step.duration,
    execution,
    taskList: step.taskList === around.taskList ? undefined : step.taskList,
    marker: step.marker,
    events: step.events,
  }
}

const stateOf = (state: StepState, isOpen: boolean, { closed }: Surroundings): StepState =>
  isOpen && closed ? 'abandoned' : state

/** The failure of the last attempt is that of the step. */
function sameFailure(step: StepDraft, views: readonly AttemptView[]) {
  return step.attempts.at(-1)?.failure === step.failure ? views.at(-1)?.failure : undefined
}

function nextAttemptOf({ backOff, attempts }: StepDraft): StepView['nextAttempt'] {
  if (backOff === undefined) return undefined
  const { started, duration, fired, timerId } = backOff
  const failed = retryOf(timerId)?.attempt ?? attempts.length // the newest events of a history don't have all attempts
  return { number: failed + 1, at: fired?.at ?? new Date(started.at.getTime() + duration) }
}

function attemptView(attempt: AttemptDraft, number: number, around: Surroundings): AttemptView {
  const { scheduled, started, closed, identity, timeouts } = attempt
  const { now } = around
  const ended = started ?? closed
  return {
    number,
    scheduled,
    started,
    closed,
    state: stateOf(attempt.state, closed === undefined, around),
    queueWait: between(scheduled, ended, now),
    runTime: started === undefined ? undefined : between(started, closed, now),
    identity,
    failure: around.payloads.failure(attempt.failure),
    heartbeatTimeout: timeouts.heartbeat,
  }
}

/** The time between two events, or until now. */
export const between = (from: EventRef, to: EventRef | undefined, now: number): number =>
  Math.max(0, (to?.at.getTime() ?? now) - from.at.getTime())
