import { explore, failing, run, waitingFor, type Mocks } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import * as shop from '../src/activities.ts'
import { approved, order, type Order } from '../src/workflows.ts'

// These tests run the workflow without a server and without waiting: two days take no time.

const cheap: Order = { id: '7', items: ['tea', 'milk'], total: 12 }
const expensive: Order = { id: '8', items: ['samovar'], total: 1200 }

/** They stand in for the activities. */
const mocks = {
  reserve: async () => {},
  release: async () => {},
  charge: async ({ id }) => `receipt ${id}`,
  refund: async () => {},
  ship: async ({ id }) => `parcel ${id}`,
} satisfies Mocks<typeof shop>

const names = (calls: readonly { name: string }[]) => calls.map(({ name }) => name)

it('ships what was reserved and paid', async () => {
  const ran = await run(order, cheap, { activities: mocks })
  expect(ran).toComplete({ receipt: 'receipt 7', parcel: 'parcel 7' })
  expect(names(ran.calls)).toEqual(['reserve', 'charge', 'ship'])
})

it('tries again if the bank is busy', async () => {
  const charge = failing(new Error('busy'), { times: 2, then: mocks.charge })
  const ran = await run(order, cheap, { activities: { ...mocks, charge } })
  expect(ran).toComplete({ receipt: 'receipt 7', parcel: 'parcel 7' })
})

it('pays back and releases the items if the parcel can not be sent', async () => {
  const ship = failing(new Error('no drivers'))
  const ran = await run(order, cheap, { activities: { ...mocks, ship } })
  expect(ran).toFail('ActivityFailedError')
  // the retry policy allows three attempts
  expect(names(ran.calls)).toEqual(['reserve', 'charge', 'ship', 'ship', 'ship', 'refund', 'release'])
})

it('charges an expensive order only after its approval', async () => {
  const going = run(order, expensive, { activities: mocks })
  const waiting = await going.until(waitingFor(approved))
  expect(names(waiting.calls)).toEqual(['reserve'])
  going.signal(approved, { by: 'ann' })
  expect(await going).toComplete({ receipt: 'receipt 8', parcel: 'parcel 8' })
})

it('releases the items of an expensive order that nobody approves within two days', async () => {
  const ran = await run(order, expensive, { activities: mocks })
  expect(ran).toFail('TimeoutError')
  expect(names(ran.calls)).toEqual(['reserve', 'release'])
})

// Any step may fail or lose its result, at any attempt, and somebody may cancel the order at any point.
it('sends a parcel or the money back, in every order of events', { timeout: 30_000 }, async () => {
  const explored = await explore(order, cheap, {
    activities: mocks,
    outcomes: {
      reserve: ['completed', { failed: new shop.OutOfStock() }],
      charge: ['completed', 'timedOutAfterWork'],
      ship: ['completed', { failed: new Error('no drivers') }],
      release: ['completed'], // they are repeated until they succeed
      refund: ['completed'],
    },
    finally: {
      'whoever has paid gets a parcel, or the money back afterwards': ({ done }) => {
        const steps = names(done())
        return steps.includes('ship') || steps.lastIndexOf('refund') >= steps.lastIndexOf('charge')
      },
    },
  })
  expect(explored).toMatchObject({ complete: true })
})
