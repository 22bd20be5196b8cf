import { failing, run } from '@reyield/testing'
import { suppliers } from '../../../examples/04-booking/suppliers.ts'
import type { Trip } from '../../../examples/04-booking/trip.ts'
import type { Moment } from '../src/index.ts'
import { approved, BookingWorkflow } from '../../../examples/04-booking/workflows.ts'

const trip: Trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }

/**
 * A run of the example `examples/04-booking`, the same in each call with its ids and times: the first card is refused, the second one is
 * accepted, the approval comes after a day, and the booking is confirmed.
 */
export async function bookingRun() {
  const { activities } = suppliers()
  const refused = Object.assign(new Error('no'), { name: 'RefusedError' })
  const validatePayment = failing(refused, { times: 1, then: activities.validatePayment })
  const going = run(BookingWorkflow, trip, { activities: { ...activities, validatePayment } })
  await going.untilIdle()
  await going.advance('1 day')
  going.signal(approved, { by: 'ann' })
  return (await going).history
}

/** Five moments of it: the start, a refused payment, its clean-up, the wait for the approval, and the confirmation. */
export const moments = [3, 17, 22, 41, 47] as const

/** A moment in short: each branch with its innermost source line and its variables. */
export const inShort = ({ eventId, branches, unread, decisions }: Moment) => ({
  eventId,
  branches: branches.map(({ branch, operation, id, since, lines, variables }) => ({
    waits: [branch, operation, id, since?.eventId],
    line: lines[0]?.text?.trim(),
    ...(variables === undefined ? {} : { variables }),
  })),
  unread,
  decisions,
})
