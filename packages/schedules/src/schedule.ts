import type { WorkflowDefinition } from '@reyield/workflow'
import { checkedSchedule } from './checks.ts'
import type { Schedule, ScheduleOptions } from './declaration.ts'

/**
 * Declares a schedule: a workflow that is started at certain times. `client.schedules.create(…)` then creates it in a domain.
 *
 * @throws InvalidScheduleError (SCHEDULE_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const nightly = schedule({
 *   name: 'nightly-report',
 *   cron: '30 2 * * *',
 *   timeZone: 'Europe/Berlin',
 *   workflow: report,
 *   input: { kind: 'daily' },
 *   overlap: 'bufferOne',
 *   catchUp: '6h',
 * })
 * await client.schedules.create(nightly)
 * ```
 */
export function schedule<Input>(
  options: ScheduleOptions<NoInfer<Input>> & { readonly workflow: WorkflowDefinition<Input, unknown> },
): Schedule {
  return checkedSchedule(options)
}
