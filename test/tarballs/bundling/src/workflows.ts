import { activities, all, signal, workflow } from '@reyield/workflow'
import type * as shop from './activities.ts'
import { CardDeclined } from './errors.ts'

export interface Order {
  readonly card: string
  readonly items: readonly string[]
}

const retry = { maximumAttempts: 3, nonRetryable: [CardDeclined] }
const { charge, pack } = activities<typeof shop>({ startToClose: '1m', retry })
export const approved = signal<{ by: string }>('approved')

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* ({ card, items }: Order) {
    const receipt = yield* charge(card)
    const { by } = yield* approved
    return { receipt, by, boxes: yield* all(items.map(item => pack(item))) }
  },
)
