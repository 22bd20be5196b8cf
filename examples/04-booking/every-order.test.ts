import { explore, send, scenario, type ExploreOptions } from '@reyield/testing'
import { expect, it } from 'vitest'
import { outside } from './suppliers.ts'
import type { Booked, Trip } from './trip.ts'
import { approved, BookingWorkflow } from './workflows.ts'

const trip: Trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
const refused = { failed: Object.assign(new Error('no'), { name: 'RefusedError' }) }
const undone = {
  releaseSeats: ['completed'],
  releasePayment: ['completed'],
  cancelBooking: ['completed'],
} as const

/** An outside options for one story, and what must hold in it. */
function options(): ExploreOptions {
  const { activities, stands } = outside()
  const standing = (what: string) => stands.filter(one => one.startsWith(what)).length
  return {
    activities,
    signals: [send(approved, { by: 'me' })],
    always: {
      'what is booked has been approved': ({ signals }) => standing('booking') <= signals.length,
    },
    never: {
      'two itineraries are held or booked': () => standing('seats') > 1 || standing('booking') > 1,
    },
    finally: {
      'what is booked is held and paid, and nothing else is left': ({ result }) => {
        const { state, ticket } = { state: 'none', ticket: '', ...(result as Booked | undefined) }
        const itinerary = ticket.replace('ticket on ', '')
        const payment: unknown = expect.stringMatching(/^payment by (visa|amex)$/)
        expect(stands).toEqual(
          state === 'booked' ? [`seats on ${itinerary}`, payment, `booking on ${itinerary}`] : [],
        )
      },
    },
  }
}

it('whatever is refused, whenever it is approved, expires or is canceled: it is booked, or all is undone', async () => {
  const oneCard = { ...trip, traveler: 'bob' }
  const { complete, closeStatuses } = await explore(BookingWorkflow, oneCard, () => ({
    ...options(),
    outcomes: {
      ...undone,
      selectItinerary: ['completed'],
      takePersonalDetails: ['completed'],
      validatePayment: ['completed', refused],
      confirmBooking: ['completed', refused],
    },
  }))
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 62, FAILED: 59, CANCELED: 390 },
  })
}, 60_000)

it.runIf(process.env.REYIELD_DEEP === '1')(
  'the same where work is done and nobody hears of it, as long as three things at most go wrong',
  async () => {
    const { complete, deviations } = await explore(BookingWorkflow, trip, () => ({
      ...options(),
      outcomes: {
        ...undone,
        selectItinerary: ['completed', 'timedOutAfterWork', refused],
        takePersonalDetails: ['completed'],
        validatePayment: ['completed', 'timedOutAfterWork', refused],
        confirmBooking: ['completed', 'timedOutAfterWork', refused],
      },
      scenarios: 600, // five tries of each step, on every way: far too many orders to tell all of them
      samples: 50,
    }))
    expect({ complete, deviations }).toEqual({ complete: false, deviations: 3 })
  },
  60_000,
)

it('a card is released that was charged in a try that nobody heard of, and then refused', async () => {
  const { activities, stands } = outside()
  const execution = await scenario(BookingWorkflow, trip, { activities })
  await execution.complete('selectItinerary')
  await execution.complete('takePersonalDetails')
  await execution.timeOut('validatePayment', { worked: true })
  await execution.advanceToNextDeadline()
  await execution.fail('validatePayment', refused.failed)
  expect(stands).toEqual(['seats on KL', 'payment by visa'])
  await execution.complete('releasePayment')
  expect(stands).toEqual(['seats on KL'])
  await execution.signal(approved, { by: 'me' })
  expect((await execution.runToEnd()).result).toMatchObject({ state: 'booked' })
  expect(stands).toEqual(['seats on KL', 'payment by amex', 'booking on KL'])
})
