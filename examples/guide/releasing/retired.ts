import { activities, sleep, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { print, ship, weigh } = activities<typeof impl>({ taskList: 'parcels', startToClose: '5m' })

/** Weighs all parcels. */
export const shipping = workflow(
  { name: 'shipping', taskList: 'orders', executionStartToClose: '7 days', retired: ['weigh-first'] },
  async function* (parcel: string) {
    yield* weigh(parcel)
    const label = yield* print(parcel)
    yield* sleep('1 day')
    return yield* ship(label)
  },
)
