import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, all, workflow } from '@reyield/workflow'

// Activities do the work. They are plain async functions of one input.
const shop = {
  charge: async (items: string[]) => `receipt for ${items.length} items`,
  pack: async (item: string) => `box with ${item}`,
}

// A workflow is sequential code. SWF records the result of each activity, so a crash loses nothing.
const { charge, pack } = activities<typeof shop>({ startToClose: '1m' })
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (items: string[]) {
  const receipt = yield* charge(items)
  const boxes = yield* all(items.map(item => pack(item)))
  return { receipt, boxes }
})

// A local SWF, a worker and a client in one process. For Amazon SWF, `swf` is `retrying(awsSwf())`.
const local = await createLocalSwf()
const connection = { swf: local.swf, domain: 'shop' }
const worker = createWorker({ ...connection, taskList: 'orders', workflows: [order], activities: shop })
await worker.ready
const handle = await createClient(connection).start(order, ['tea', 'milk'], { taskList: 'orders' })
console.log(await handle.result())
await worker.stop()
await local.close()
