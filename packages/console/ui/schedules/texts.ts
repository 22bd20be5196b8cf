import type { ScheduleRow } from '../../src/api/index.ts'
import { spanText } from '../parts/time-text.ts'

/** What steers a schedule. */
export type SteeringKind = 'pause' | 'resume' | 'trigger' | 'delete'

/** What each does, in words. */
export const steeringText: Readonly<Record<SteeringKind, { readonly verb: string; readonly will: string }>> =
  {
    pause: { verb: 'Pause', will: 'It starts nothing until somebody resumes it. Runs that are open go on.' },
    resume: {
      verb: 'Resume',
      will: 'It goes on with its next time. Times that have passed meanwhile are not run.',
    },
    trigger: {
      verb: 'Trigger',
      will: 'It starts one run now, also while it’s paused. Its times stay as they are.',
    },
    delete: {
      verb: 'Delete',
      will: 'It starts nothing any longer and can’t be resumed. Runs that are open go on.',
    },
  }

/** When a schedule runs: `0 2 * * * (Europe/Berlin)`, `every 10m`. */
export function timesText({ cron, every, timeZone }: NonNullable<ScheduleRow['status']>['spec']): string {
  if (cron !== undefined) return timeZone === 'UTC' ? `${cron} (UTC)` : `${cron} (${timeZone})`
  return every === undefined ? '—' : `every ${spanText(every)}`
}
