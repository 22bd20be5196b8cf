import { activities, signal, workflow } from '@reyield/workflow'
import type { Order, Shop } from './shop.ts'

const { charge, ship } = activities<Shop>({ startToClose: '5m' })

export const approved = signal<{ by: string }>('approved')

/** The workflow that production ran until Monday. */
export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '30 days' },
  async function* (of: Order) {
    const receipt = yield* charge(of)
    if (receipt.status === 'declined') return 'declined'
    yield* approved
    yield* ship(of)
    return receipt.id
  },
)
