import type { Client } from '@reyield/client'
import { continueAsNew, race, signal, status, workflow } from '@reyield/workflow'

export const added = signal<{ item: string }>('added')
export const ordered = signal('ordered')

/** A shopping cart, which continues as new after every second item. */
export const cart = workflow(
  { name: 'cart', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (items: readonly string[]) {
    const bought = [...items]
    for (let round = 0; round < 2; round++) {
      const next = yield* race({ added, ordered }) // events are handled in order, so earlier items come first
      if (next.winner === 'ordered') return bought
      bought.push(next.value.item)
      yield* status({ items: bought.length })
    }
    return yield* continueAsNew(bought)
  },
)

/** Starts a cart. If the form is sent twice, the second request gets the execution of the first. */
export async function beginCart(client: Client, customer: string) {
  return client.start(cart, [], { workflowId: `cart-${customer}`, ifRunning: 'use', timeout: '10s' })
}

/** Adds an item to a customer's cart, and starts the cart if there is none. */
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

/** Orders the items of a cart. Only the customer is needed to find it. */
export async function orderCart(client: Client, customer: string) {
  const handle = client.handle(cart, { workflowId: `cart-${customer}` })
  await handle.signal(ordered)
  return handle.result({ timeout: '1m' })
}
