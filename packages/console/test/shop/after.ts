import { activities, workflow } from '@reyield/workflow'
import type { Shop } from './workflows.ts'

export { decided, order, reminder } from './workflows.ts'

const { charge } = activities<Shop>({ taskList: 'shop', startToClose: '5m' })

/** The payout after a change that open executions can't follow: it charges a fee before it asks. */
export const payout = workflow(
  { name: 'payout', taskList: 'orders', executionStartToClose: '2 hours' },
  async function* (amount: number) {
    yield* charge({ id: 'fee', amount: 1 })
    return `${amount}`
  },
)
