import { activities, all, workflow } from '@reyield/workflow'
import type { Shop } from './workflows.ts'

const { charge, pack } = activities<Shop>({ taskList: 'shop', startToClose: '5m' })

/** The order after a change that open executions can't follow: it packs before it charges. */
export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (of: { id: string; items: string[] }) {
    const boxes = yield* all(of.items.map(item => pack(item)))
    const receipt = yield* charge(of)
    return { receipt, boxes }
  },
)
