import type { AttemptView, EventRef, StepState, StepView } from '@reyield/inspect'

/** A moment of a run: directly after an event. */
export interface At {
  readonly eventId: number
  /** Milliseconds since 1970: the present at the end of an open run, else the time of the event. */
  readonly now: number
  /** Whether the run had closed. */
  readonly closed: boolean
}

/** The state of a step at a moment. `future`: it hasn't been requested yet. */
export type StateAt = StepState | 'future'

/** A step as it was at a moment. */
export interface StepAt {
  readonly state: StateAt
  readonly attempts: readonly AttemptAt[]
  readonly closed: EventRef | undefined
}

/** An attempt as it was at a moment. */
export interface AttemptAt extends Pick<AttemptView, 'number' | 'scheduled' | 'identity'> {
  readonly started: EventRef | undefined
  readonly closed: EventRef | undefined
  readonly state: StepState
}

/** A step as it was directly after an event. */
export function stepAt(step: StepView, at: At): StepAt {
  const been = (ref: EventRef | undefined) =>
    ref !== undefined && ref.eventId <= at.eventId ? ref : undefined
  if (been(step.requested) === undefined) return { state: 'future', attempts: [], closed: undefined }
  const attempts = step.attempts
    .filter(({ scheduled }) => been(scheduled) !== undefined)
    .map(({ number, scheduled, identity, ...attempt }): AttemptAt => {
      const [started, closed] = [been(attempt.started), been(attempt.closed)]
      const open = at.closed ? 'abandoned' : started === undefined ? 'waiting' : 'running'
      return { number, scheduled, identity, started, closed, state: closed ? attempt.state : open }
    })
  const closed = been(step.closed)
  const state = closed ? step.state : at.closed ? 'abandoned' : openState(step, attempts, at)
  return { state, attempts, closed }
}

/** The state of a step that was open then. */
function openState(step: StepView, attempts: readonly AttemptAt[], { eventId }: At): StepState {
  const last = attempts.at(-1)
  if (last !== undefined) return last.closed === undefined ? last.state : 'retrying'
  const isStarted = (step.events[1] ?? Infinity) <= eventId
  return step.kind === 'child' && !isStarted ? 'waiting' : 'running'
}
