import { activities, all, signal, sleep, workflow } from '@reyield/workflow'
import { z } from 'zod'

/** The activities of a shop. */
export interface Shop {
  charge(order: { id: string; amount: number }): Promise<string>
  ship(item: string): Promise<string>
  notify(text: string): Promise<void>
}

const { charge, ship } = activities<Shop>({
  taskList: 'shop',
  startToClose: '5m',
  scheduleToStart: '1 day',
  retry: { maximumAttempts: 20, initialInterval: '1s', backoff: 2 },
})
const { notify } = activities<Pick<Shop, 'notify'>>({
  taskList: 'mail',
  startToClose: '1m',
  scheduleToStart: '1 day',
})

/** Somebody has decided about a payout. */
export const decided = signal('decided', {
  schema: z.object({ by: z.string().min(1), granted: z.boolean(), note: z.string().optional() }),
})

const orderInput = z.object({
  id: z.string().min(1),
  amount: z.number().positive(),
  items: z.array(z.string()),
  speed: z.enum(['standard', 'express']).optional(),
})

/** Charges, then ships each item. */
export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '7 days', input: orderInput },
  async function* ({ id, amount, items }) {
    const receipt = yield* charge({ id, amount })
    const parcels = yield* all(items.map(item => ship(item)))
    return { receipt, parcels }
  },
)

/** Prepares a form, and waits until somebody has decided. */
export const payout = workflow(
  { name: 'payout', taskList: 'orders', executionStartToClose: '7 days' },
  async function* (amount: number) {
    yield* ship('form')
    const { by, granted } = yield* decided
    return granted ? `${amount} granted by ${by}` : 'refused'
  },
)

/** Waits until somebody has decided about a discount. */
export const approval = workflow(
  { name: 'approval', taskList: 'orders', executionStartToClose: '2 hours' },
  async function* (discount: number) {
    const { by, granted } = yield* decided
    return granted ? `${discount} % granted by ${by}` : 'refused'
  },
)

/** Sends mail that nobody delivers. */
export const reminder = workflow(
  { name: 'reminder', taskList: 'orders', executionStartToClose: '30 days' },
  async function* (text: string) {
    yield* notify(text)
    yield* sleep('1 day')
    return text
  },
)

/** Renews a subscription after a month. */
export const subscription = workflow(
  { name: 'subscription', taskList: 'orders', executionStartToClose: '90 days' },
  async function* (plan: string) {
    yield* sleep('30 days')
    return plan
  },
)
