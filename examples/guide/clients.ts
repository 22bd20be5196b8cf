import type { Client } from '@reyield/client'
import { continueAsNew, race, signal, status, workflow } from '@reyield/workflow'

export const added = signal<{ item: string }>('added')
export const ordered = signal('ordered')

/** A shopping cart, which begins a new run after every second item. */
export const cart = workflow(
  { name: 'cart', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (items: readonly string[]) {
    const bought = [...items]
    for (let round = 0; round < 2; round++) {
      const next = yield* race({ added, ordered }) // what was added before the order comes first
      if (next.winner === 'ordered') return bought
      bought.push(next.value.item)
      yield* status({ items: bought.length })
    }
    return yield* continueAsNew(bought)
  },
)

/** A form was sent, perhaps twice: the second request gets the order of the first one. */
export async function beginCart(client: Client, customer: string) {
  return client.start(cart, [], { workflowId: `cart-${customer}`, ifRunning: 'use', timeout: '10s' })
}

/** Puts something into a customer's cart, whether there is one or not. */
export async function addToCart(client: Client, customer: string, item: string) {
  const workflowId = `cart-${customer}`
  await client.signalWithStart(cart, {
    workflowId,
    input: [],
    signal: added,
    value: { item },
    timeout: '10s',
  })
}

/** Orders what is in it. The request knows the customer only. */
export async function orderCart(client: Client, customer: string) {
  const handle = client.handle(cart, { workflowId: `cart-${customer}` })
  await handle.signal(ordered)
  return handle.result({ timeout: '1m' })
}
