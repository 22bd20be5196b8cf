import { activities, patched, sleep, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { print, ship, weigh } = activities<typeof impl>({ taskList: 'parcels', startToClose: '5m' })

/** Weighs new parcels. Those whose label was printed before go on without. */
export const shipping = workflow(
  { name: 'shipping', taskList: 'orders', executionStartToClose: '7 days' },
  async function* (parcel: string) {
    if (yield* patched('weigh-first')) yield* weigh(parcel)
    const label = yield* print(parcel)
    yield* sleep('1 day')
    return yield* ship(label)
  },
)
