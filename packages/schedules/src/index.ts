/**
 * Durable schedules: workflows that start at the times of a cron expression or at an interval, without a cron host. A schedule is an
 * execution of SWF itself.
 *
 * @module
 */

// declarations
export { schedule } from './schedule.ts'
export type { Overlap, RunSettings, Schedule, ScheduleOptions, ScheduleTimes } from './declaration.ts'

// steering
export { withSchedules } from './steering/with-schedules.ts'
export type {
  BackfillRange,
  CreateOptions,
  ListedSchedule,
  ScheduleDescription,
  Schedules,
  SchedulesOptions,
} from './steering/schedules.ts'

// for workflows and their workers
export { scheduledTime } from './scheduled-time.ts'
export { scheduleWorkflow } from './deciding/schedule-workflow.ts'
export type { ScheduleSpec, RunSpec } from './spec.ts'
export type { ScheduleState, StartedRun } from './deciding/state.ts'
export type { ScheduleStatus } from './deciding/status.ts'

// errors
export { InvalidScheduleError, ScheduleExistsError, UnknownScheduleError } from './errors.ts'
