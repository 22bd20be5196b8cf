import type { Swf } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'

const impl = {
  charge: async ({ id }: { id: string }) => `receipt ${id}`,
}
const { charge } = activities<typeof impl>({ startToClose: '1m', retry: { maximumAttempts: 3 } })

export const payment = workflow(
  { name: 'payment', taskList: 'payments', executionStartToClose: '1 day' },
  async function* (order: { id: string }) {
    return yield* charge(order)
  },
)

/** The decider: one program. */
export const startDecider = (swf: Swf) =>
  createWorker({ swf, domain: 'shop', taskList: 'payments', workflows: [payment] })

/** The activity worker: another program, with as many processes as the work needs. */
export const startActivityWorker = (swf: Swf) =>
  createWorker({ swf, domain: 'shop', taskList: 'payments', activities: impl, concurrency: 50 })

/** Both in one process: for development, tests and small embedded uses. */
export const startBoth = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'payments',
    workflows: [payment],
    activities: impl,
    concurrency: { decisions: 4, activities: 50 },
  })

/** A decider for very many executions that are open at a time. */
export const startDeciderOfMany = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'payments',
    workflows: [payment],
    cache: { maxExecutions: 50_000, maxBytes: 1_000_000_000, stickyTimeout: '5s' },
  })
