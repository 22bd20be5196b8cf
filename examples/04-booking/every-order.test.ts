import { explore, send, scenario, type ExploreOptions } from '@reyield/testing'
import { expect, it } from 'vitest'
import { suppliers } from './suppliers.ts'
import type { Booked, Trip } from './trip.ts'
import { approved, BookingWorkflow } from './workflows.ts'

const trip: Trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
const refused = { failed: Object.assign(new Error('no'), { name: 'RefusedError' }) }
const undone = {
  releaseSeats: ['completed'],
  releasePayment: ['completed'],
  cancelBooking: ['completed'],
} as const

/** The suppliers for one scenario, and the checks that must hold in it. */
function options(): ExploreOptions {
  const { activities, reservations } = suppliers()
  const count = (what: string) => reservations.filter(one => one.startsWith(what)).length
  return {
    activities,
    signals: [send(approved, { by: 'me' })],
    always: {
      'every booking has been approved': ({ signals }) => count('booking') <= signals.length,
    },
    never: {
      'two itineraries are reserved or booked': () => count('seats') > 1 || count('booking') > 1,
    },
    finally: {
      'a booking has its seats and its payment, and nothing else is left': ({ result }) => {
        const { state, ticket } = { state: 'none', ticket: '', ...(result as Booked | undefined) }
        const itinerary = ticket.replace('ticket on ', '')
        const payment: unknown = expect.stringMatching(/^payment by (visa|amex)$/)
        expect(reservations).toEqual(
          state === 'booked' ? [`seats on ${itinerary}`, payment, `booking on ${itinerary}`] : [],
        )
      },
    },
  }
}

it('books or undoes everything, whatever is refused, and whenever it is approved, expires or is canceled', async () => {
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
  'does so too if work is done without an answer, for up to three deviations',
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
      scenarios: 600, // five attempts of each step have too many orders to run them all
      samples: 50,
    }))
    expect({ complete, deviations }).toEqual({ complete: false, deviations: 3 })
  },
  60_000,
)

it('releases a card that was charged without an answer, and then refused', async () => {
  const { activities, reservations } = suppliers()
  const execution = await scenario(BookingWorkflow, trip, { activities })
  await execution.complete('selectItinerary')
  await execution.complete('takePersonalDetails')
  await execution.timeOut('validatePayment', { worked: true })
  await execution.advanceToNextDeadline()
  await execution.fail('validatePayment', refused.failed)
  expect(reservations).toEqual(['seats on KL', 'payment by visa'])
  await execution.complete('releasePayment')
  expect(reservations).toEqual(['seats on KL'])
  await execution.signal(approved, { by: 'me' })
  expect((await execution.runToEnd()).result).toMatchObject({ state: 'booked' })
  expect(reservations).toEqual(['seats on KL', 'payment by amex', 'booking on KL'])
})
