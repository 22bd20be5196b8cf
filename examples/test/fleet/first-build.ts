import { all, sleep, workflow } from '@reyield/workflow'
import { charge, pack, reserve, type Order } from './orders.ts'

/** The workflow as the first build has it. */
export const order = workflow(
  { name: 'order', taskList: 'fleet', executionStartToClose: '1h' },
  async function* (given: Order) {
    const reserved = yield* reserve(given)
    yield* sleep('1s')
    const [charged, packed] = yield* all([charge(given), pack(given)])
    return [reserved, charged, packed]
  },
)
