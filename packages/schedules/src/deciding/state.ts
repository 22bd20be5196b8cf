import { isSpec, type ScheduleSpec } from '../spec.ts'

/**
 * The state of a schedule, which each of its runs passes on to the next. It's plain JSON, and stored for as long as the schedule exists:
 * members are only added. Times are in milliseconds since 1970.
 */
export interface ScheduleState {
  readonly spec: ScheduleSpec
  /** Since when it's paused, and why. */
  readonly paused?: { readonly since: number; readonly note?: string }
  /** All times up to this one are dealt with. Default: the start of the execution. */
  readonly cursor?: number
  /** A run that waits until the one before has closed, and when it's asked for again. */
  readonly waiting?: { readonly time: number; readonly wait: number; readonly at: number }
  /** Ranges of earlier times that are still to be run, after `after` up to `until`. */
  readonly backfills?: readonly { readonly after: number; readonly until: number }[]
  readonly counts?: ScheduleCounts
  /** The run that was started last. */
  readonly last?: StartedRun
  /** Why the last attempt failed that was no overlap. */
  readonly problem?: { readonly at: number; readonly message: string }
  /** The trigger that was received last: a repeated one is ignored. */
  readonly triggered?: number
}

/** What a schedule has done since it was created. */
export interface ScheduleCounts {
  readonly started: number
  /** Times without a run, because the one before was open. */
  readonly skipped: number
  /** Times that have passed while nobody decided the schedule. */
  readonly missed: number
  /** Runs that SWF refused to start for other reasons. */
  readonly failed: number
}

/** A run that a schedule has started. */
export interface StartedRun {
  readonly workflowId: string
  readonly runId: string
  /** The time that it belongs to. */
  readonly time: number
  readonly startedAt: number
}

const none: ScheduleCounts = { started: 0, skipped: 0, missed: 0, failed: 0 }

/** Counts something. */
export function counted(state: ScheduleState, what: keyof ScheduleCounts, by = 1): ScheduleState {
  if (by === 0) return state
  const counts = { ...none, ...state.counts }
  return { ...state, counts: { ...counts, [what]: counts[what] + by } }
}

/** The counts, of which a new schedule records none. */
export const countsOf = ({ counts }: ScheduleState): ScheduleCounts => ({ ...none, ...counts })

/** The state without a run that waits. It's counted as skipped. */
export function withoutWaiting(state: ScheduleState): ScheduleState {
  const { waiting, ...others } = state
  return waiting === undefined ? state : counted(others, 'skipped')
}

/** The state with a problem. */
export const withProblem = (state: ScheduleState, at: number, message: string): ScheduleState => ({
  ...state,
  problem: { at, message: message.slice(0, 500) },
})

/** Whether a recorded value has the form of a state. */
export const isState = (value: unknown): value is ScheduleState =>
  isSpec((value as { spec?: unknown } | null | undefined)?.spec)
