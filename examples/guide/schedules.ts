import { connect } from '@reyield/client'
import { schedule, scheduledTime, withSchedules } from '@reyield/schedules'
import { createWorker, type WorkerOptions } from '@reyield/worker'
import { activities, info, now, workflow } from '@reyield/workflow'

const impl = {
  countOrders: async (night: string) => night.length,
  send: async (text: string) => text,
}
const { countOrders, send } = activities<typeof impl>({ startToClose: '5m' })

/** A nightly job. Of a run of the schedule it knows for which night it is. */
export const nightlyReport = workflow(
  { name: 'nightlyReport', taskList: 'reports', executionStartToClose: '4h' },
  async function* ({ to }: { to: string }) {
    const { tags } = yield* info()
    const night = (scheduledTime(tags) ?? (yield* now())).toISOString().slice(0, 10)
    const orders = yield* countOrders(night)
    return yield* send(`${to}: ${orders} orders on ${night}`)
  },
)

export const nightly = schedule({
  name: 'nightly-report',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  workflow: nightlyReport,
  input: { to: 'sales' },
  overlap: 'skip',
  catchUp: '6h',
})

/** The program that decides schedules. It may also be the one that decides the workflows they start. */
export const startWorker = (options: Omit<WorkerOptions, 'taskList'>) =>
  createWorker({
    ...options,
    taskList: 'reports',
    workflows: [nightlyReport],
    activities: impl,
    schedules: true,
  })

/** A step of the deployment: creates the schedule, or changes it to what is declared here. */
export async function deploySchedules(client = withSchedules(connect({ domain: 'shop' }))): Promise<void> {
  await client.schedules.create(nightly, { ifExists: 'update' })
}

/** Runs the report again for the nights of a week. */
export async function repeatWeek(
  from: Date,
  client = withSchedules(connect({ domain: 'shop' })),
): Promise<void> {
  const to = new Date(from.getTime() + 7 * 86_400_000)
  await client.schedules.backfill('nightly-report', { from, to })
}
