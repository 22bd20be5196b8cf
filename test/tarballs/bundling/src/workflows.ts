import { activities, all, signal, workflow } from '@reyield/workflow'
import type * as shop from './activities.ts'
import { CardDeclined } from './errors.ts'
import type * as scales from './weigh.ts'

export interface Order {
  readonly card: string
  readonly items: readonly string[]
}

const retry = { maximumAttempts: 3, nonRetryable: [CardDeclined] }
const { charge, pack, weigh } = activities<typeof shop & typeof scales>({ startToClose: '1m', retry })
export const approved = signal<{ by: string }>('approved')

export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* ({ card, items }: Order) {
    const receipt = yield* charge(card)
    const { by } = yield* approved
    const weight = yield* weigh(items)
    return { receipt, by, weight, boxes: yield* all(items.map(item => pack(item))) }
  },
)
