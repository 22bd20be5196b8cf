import { setTimeout as wait } from 'node:timers/promises'

/*
 * Activities do the work: they call the warehouse, the bank and the carrier. Each is an async function of one input. It may
 * run more than once, for instance if its worker crashes before SWF knows the result. So these functions do nothing twice for
 * the same order.
 *
 * They only pretend. Replace them with calls of your own services.
 */

export class OutOfStock extends Error {
  override name = 'OutOfStock'
}

/** Sets the items aside in the warehouse. */
export async function reserve({ items }: { id: string; items: string[] }): Promise<void> {
  await wait(100)
  if (items.includes('unicorn')) throw new OutOfStock('There are no unicorns left')
}

/** Puts the items back. Does nothing if none were set aside. */
export async function release(_: { id: string }): Promise<void> {
  await wait(100)
}

const busyFor = new Set<string>()

/** Charges the customer's card. The bank is busy at the first try, so that you see a retry. */
export async function charge({ id, total }: { id: string; total: number }): Promise<string> {
  await wait(100)
  if (!busyFor.has(id)) {
    busyFor.add(id)
    throw new Error('The bank is busy')
  }
  return `receipt ${id} over ${total}`
}

/** Pays the money back. Does nothing if nothing was paid. */
export async function refund(_: { id: string }): Promise<void> {
  await wait(100)
}

/** Sends the parcel. */
export async function ship({ id, items }: { id: string; items: string[] }): Promise<string> {
  await wait(100)
  return `parcel ${id} with ${items.join(' and ')}`
}
