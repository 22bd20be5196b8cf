import { activities, signal, workflow } from '@reyield/workflow'
import type { Order, Shop } from './shop.ts'

const { screen, charge, ship } = activities<Shop>({ startToClose: '5m' })

export const approved = signal<{ by: string }>('approved')

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '30 days' },
  async function* (of: Order) {
    yield* screen(of) // new: is it fraud?
    const receipt = yield* charge(of)
    if (receipt.status === 'declined') return 'declined'
    yield* approved
    yield* ship(of)
    return receipt.id
  },
)
