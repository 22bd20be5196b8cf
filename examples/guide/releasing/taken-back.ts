import { activities, patched, sleep, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { print, ship, weigh } = activities<typeof impl>({ taskList: 'parcels', startToClose: '5m' })

/** Takes back a step that a patch has added. Executions that have weighed their parcel go on with it, others no longer weigh. */
export const shipping = workflow(
  { name: 'shipping', taskList: 'orders', executionStartToClose: '7 days' },
  async function* (parcel: string) {
    if ((yield* patched('weigh-first')) && !(yield* patched('weigh-no-more'))) yield* weigh(parcel)
    const label = yield* print(parcel)
    yield* sleep('1 day')
    return yield* ship(label)
  },
)
