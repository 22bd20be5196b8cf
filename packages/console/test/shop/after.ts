import { activities, workflow } from '@reyield/workflow'
import type { Shop } from './workflows.ts'

export { approval, decided, order, reminder, subscription } from './workflows.ts'

const { charge } = activities<Shop>({ taskList: 'shop', startToClose: '5m' })

/** The payout after a change that open executions can't follow: it charges a fee and has no form. */
export const payout = workflow(
  { name: 'payout', taskList: 'orders', executionStartToClose: '7 days' },
  async function* (amount: number) {
    yield* charge({ id: 'fee', amount: 1 })
    return `${amount}`
  },
)
