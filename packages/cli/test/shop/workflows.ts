import { activities, all, child, continueAsNew, race, signal, sleep, workflow } from '@reyield/workflow'

/** The activities of the shop of these tests. */
export interface Shop {
  charge(order: { id: string }): Promise<string>
  pack(item: string): Promise<string>
}

const { charge, pack } = activities<Shop>({
  taskList: 'shop',
  startToClose: '5m',
  scheduleToStart: '1h',
  retry: { maximumAttempts: 4, initialInterval: '1s', backoff: 2 },
})

export const approved = signal<{ by: string }>('approved')

export const shipping = workflow(
  { name: 'shipping', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (box: string) {
    yield* sleep('3h')
    return `parcel of ${box}`
  },
)

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (of: { id: string; items: string[] }) {
    const receipt = yield* charge(of)
    const boxes = yield* all(of.items.map(item => pack(item)))
    const answer = yield* race({ approved, late: sleep('2h') })
    if (answer.winner === 'late') throw new Error('not approved')
    const parcel = yield* child(shipping, boxes.join(' and '))
    return { receipt, parcel }
  },
)

/** Counts orders, one run for each. */
export const tally = workflow(
  { name: 'tally', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (count: number): AsyncGenerator<unknown, never> {
    yield* approved
    return yield* continueAsNew(count + 1)
  },
)
