import { activities, all, workflow } from '@reyield/workflow'
import type * as shop from './activities.ts' // only their types: workflow code never loads activities

const { charge, pack } = activities<typeof shop>({ startToClose: '1m', retry: { maximumAttempts: 5 } })

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '30 days' },
  async function* (items: string[]) {
    const receipt = yield* charge(items) // a crash or a deployment loses nothing, here as well as anywhere else
    const boxes = yield* all(items.map(item => pack(item)))
    return { receipt, boxes }
  },
)
