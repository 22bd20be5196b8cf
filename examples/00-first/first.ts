import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, all, workflow } from '@reyield/workflow'

// Activities do the work: plain async functions of one input.
const shop = {
  charge: async (order: { id: string; items: string[] }) => `receipt for order ${order.id}`,
  pack: async (item: string) => `a box with ${item}`,
}

// A workflow is sequential code. Each yield* is kept in the execution's history, so it survives whatever dies meanwhile.
const { charge, pack } = activities<typeof shop>({ startToClose: '1m' })
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (order: { id: string; items: string[] }) {
    const receipt = yield* charge(order)
    const boxes = yield* all(order.items.map(item => pack(item)))
    return { receipt, boxes }
  },
)

// Everything in one process here. In production, deciders and activity workers are separate programs, and `swf` is
// `retrying(awsSwf())`.
const local = await createLocalSwf()
const place = { swf: local.swf, domain: 'shop', taskList: 'orders' }
const worker = createWorker({ ...place, workflows: [order], activities: shop })
await worker.ready
const handle = await createClient(place).start(order, { id: '7', items: ['tea', 'milk'] })
console.log(await handle.result())
await worker.stop()
await local.close()
