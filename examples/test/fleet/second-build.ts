import { all, patched, sleep, workflow } from '@reyield/workflow'
import { charge, pack, reserve, weigh, type Order } from './orders.ts'

/** The second build: new orders are also weighed. */
export const order = workflow(
  { name: 'order', taskList: 'fleet', executionStartToClose: '1h' },
  async function* (given: Order) {
    const reserved = yield* reserve(given)
    const weighed = (yield* patched('weigh')) ? [yield* weigh(given)] : []
    yield* sleep('1s')
    const [charged, packed] = yield* all([charge(given), pack(given)])
    return [reserved, ...weighed, charged, packed]
  },
)
