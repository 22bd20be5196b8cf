import { activities, sleep, workflow } from '@reyield/workflow'
import type * as functions from './activities.js'

const { reserve, ship } = activities<typeof functions>({ startToClose: '1m' })

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* ({ item }: { item: string }) {
    const reservation = yield* reserve(item)
    yield* sleep('2h')
    return yield* ship(reservation)
  },
)
