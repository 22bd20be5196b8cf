import { activities, sleep, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { print, ship } = activities<typeof impl>({ taskList: 'parcels', startToClose: '5m' })

/** Prints a label, waits for the courier, and ships the parcel. */
export const shipping = workflow(
  { name: 'shipping', taskList: 'orders', executionStartToClose: '7 days' },
  async function* (parcel: string) {
    const label = yield* print(parcel)
    yield* sleep('1 day')
    return yield* ship(label)
  },
)
