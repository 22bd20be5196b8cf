import type { Swf } from '@reyield/client'
import { createWorker, inThread } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'
import type { planRoute, Stop } from './threads/routes.ts'

const delivery = {
  planRoute: inThread<typeof planRoute>(new URL('./threads/routes.js', import.meta.url), {
    export: 'planRoute',
  }),
  load: async (stops: readonly string[]) => `loaded for ${stops.join(', ')}`,
}

/** Plans routes in threads. Its polls, its heartbeats and its other activities go on meanwhile. */
export const startDeliveryWorker = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'deliveries',
    activities: delivery,
    activityOptions: { planRoute: { concurrency: 4, heartbeat: { every: '10s' } } },
  })

const { planRoute: plan, load } = activities<typeof delivery>({ startToClose: '10m', heartbeat: '30s' })

export const tour = workflow(
  { name: 'tour', taskList: 'deliveries', executionStartToClose: '1 day' },
  async function* (stops: readonly Stop[]) {
    const route = yield* plan(stops)
    return yield* load(route.stops)
  },
)

export { delivery }
