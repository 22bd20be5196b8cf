import { schedule } from '@reyield/schedules'
import { subscriptionReport } from './workflows.ts'

/** Sends a report at the beginning of each month. */
export const monthlyReport = schedule({
  name: 'subscription-report',
  cron: '0 8 1 * *',
  workflow: subscriptionReport,
  input: { to: 'the boss' },
  catchUp: '1 day',
})
