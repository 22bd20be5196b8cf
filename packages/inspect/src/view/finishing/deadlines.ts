import type { StepDraft } from '../reading/drafts.ts'
import type { DeadlineView } from '../step.ts'
import type { EventRef } from '../values.ts'

/** A timeout that begins with an event. */
export function deadline(
  kind: DeadlineView['kind'],
  from: EventRef,
  timeout: number,
  now: number,
): DeadlineView {
  const at = new Date(from.at.getTime() + timeout)
  return { kind, at, left: at.getTime() - now, timeout }
}

/** The deadlines of an open step, the next one first. */
export function deadlinesOf(step: StepDraft, now: number): DeadlineView[] {
  const { kind, requested, started, backOff, duration, timeouts } = step
  if (kind === 'timer') return [deadline('fires', requested, duration ?? 0, now)]
  if (backOff !== undefined)
    return backOff.fired === undefined ? [deadline('fires', backOff.started, backOff.duration, now)] : []
  if (kind === 'child') return childDeadlines(started, timeouts?.startToClose, now)
  const attempt = step.attempts.at(-1)
  if (attempt === undefined) return []
  const { startToClose, scheduleToStart, scheduleToClose } = attempt.timeouts
  const { scheduled } = attempt
  const candidates = [
    attempt.started === undefined ? undefined : ([startToClose, 'startToClose', attempt.started] as const),
    attempt.started === undefined ? ([scheduleToStart, 'scheduleToStart', scheduled] as const) : undefined,
    [scheduleToClose, 'scheduleToClose', scheduled] as const,
  ]
  return candidates
    .flatMap(candidate => {
      if (candidate === undefined) return []
      const [timeout, of, from] = candidate
      return timeout === undefined ? [] : [deadline(of, from, timeout, now)]
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** A child whose timeout has passed without an event has continued as new: its later runs have deadlines of their own. */
function childDeadlines(
  started: EventRef | undefined,
  timeout: number | undefined,
  now: number,
): DeadlineView[] {
  if (started === undefined || timeout === undefined) return []
  const one = deadline('executionStartToClose', started, timeout, now)
  return one.left < 0 ? [] : [one]
}

export const deadlineOf = (step: StepDraft, now: number): DeadlineView | undefined =>
  deadlinesOf(step, now)[0]
