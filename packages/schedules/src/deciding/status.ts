import type { RunSpec, ScheduleSpec } from '../spec.ts'
import { countsOf, type ScheduleCounts, type ScheduleState } from './state.ts'

/** The status of a schedule's execution: its state without the input of runs, and when it starts the next one. */
export interface ScheduleStatus extends Omit<ScheduleState, 'spec' | 'counts' | 'triggered' | 'cursor'> {
  readonly spec: Omit<ScheduleSpec, 'run'> & { readonly run: Omit<RunSpec, 'input'> }
  readonly counts: ScheduleCounts
  readonly next?: number
}

/** The status of a state. */
export function statusOf(state: ScheduleState, next: number | undefined): ScheduleStatus {
  const { spec, triggered: _, cursor: __, ...others } = state
  const { input: ___, ...run } = spec.run
  return {
    ...others,
    spec: { ...spec, run },
    counts: countsOf(state),
    ...(next === undefined ? {} : { next }),
  }
}
