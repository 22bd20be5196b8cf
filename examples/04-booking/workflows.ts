import { activities, isReyieldError, race, saga, signal, sleep, workflow, type Undo } from '@reyield/workflow'
import type * as impl from './activities.ts'
import type { Booked, Details, Itinerary, Trip } from './trip.ts'

const { selectItinerary, takePersonalDetails, validatePayment, confirmBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 5, backoff: 1.5, nonRetryable: ['NothingLeftError', 'RefusedError'] },
  cancellation: 'wait', // a step is only undone after its activity has ended
})
const { releaseSeats, releasePayment, cancelBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 20 },
})

/** A human's approval of a booking. */
export const approved = signal<{ by: string }>('approved')

/**
 * Books a trip in four steps. A step that fails is retried. If it keeps failing, the workflow goes back to the step before it for an
 * alternative: another card, or another itinerary. Everything that was booked in an unsuccessful attempt is undone, whether it ends
 * by a failure, a deadline or a cancel request.
 */
export const BookingWorkflow = workflow(
  { name: 'BookingWorkflow', taskList: 'booking', executionStartToClose: '7 days', taskStartToClose: '2s' },
  async function* (trip: Trip): AsyncGenerator<unknown, Booked> {
    const tried: string[] = []
    const problems: string[] = []
    for (;;) {
      const attempt: Attempt = {}
      try {
        return yield* saga(undo => bookOnce(trip, tried, attempt, undo))
      } catch (error) {
        if (error instanceof NotApproved) return { state: 'expired', itinerary: error.itinerary }
        if (!isFailedStep(error)) throw error // the execution was asked to cancel itself
        problems.push(`${attempt.itinerary ?? 'no itinerary'}: ${reasonOf(error)}`)
        if (attempt.itinerary === undefined) throw new NoBookingError(trip, problems) // there is no step before the first
        tried.push(attempt.itinerary)
      }
    }
  },
)

/** One attempt, with the itinerary that it has chosen. */
interface Attempt {
  itinerary?: string
}

/**
 * Chooses an itinerary and books it. The undo of each step is registered before the step: if its answer is lost, it may have been
 * done.
 */
async function* bookOnce(
  trip: Trip,
  tried: readonly string[],
  attempt: Attempt,
  undo: Undo,
): AsyncGenerator<unknown, Booked> {
  undo(() => releaseSeats(trip.booking))
  const itinerary = yield* selectItinerary({ trip, except: [...tried] })
  attempt.itinerary = itinerary.id
  const details = yield* payFor(itinerary, trip, undo)

  const first = yield* race({ approved, late: sleep(trip.approveWithin) })
  if (first.winner === 'late') throw new NotApproved(itinerary.id)
  undo(() => cancelBooking(trip.booking))
  const ticket = yield* confirmBooking({ trip, itinerary, details })
  return { state: 'booked', ticket, approvedBy: first.value.by }
}

/**
 * Takes the details and reserves the payment. If a card is refused, it asks for the details again, with another card. The refused
 * card is released first, because an attempt whose answer was lost may have reserved the amount.
 */
async function* payFor(itinerary: Itinerary, trip: Trip, undo: Undo): AsyncGenerator<unknown, Details> {
  const refused: string[] = []
  for (;;) {
    const details = yield* takePersonalDetails({ trip, except: [...refused] })
    const { card } = details
    const release = () => releasePayment({ booking: trip.booking, card })
    try {
      yield* saga(async function* (undo) {
        undo(release)
        yield* validatePayment({ booking: trip.booking, details, amount: itinerary.price })
      })
      undo(release)
      return details
    } catch (error) {
      if (!isFailedStep(error)) throw error
      refused.push(card)
    }
  }
}

const isFailedStep = (error: unknown) =>
  isReyieldError(error, 'ACTIVITY_FAILED') || isReyieldError(error, 'ACTIVITY_TIMED_OUT')

const reasonOf = (error: unknown) => {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}

/** The approval didn't arrive in time. The booking is undone, and no alternative is tried. */
class NotApproved extends Error {
  readonly itinerary: string
  constructor(itinerary: string) {
    super(`Itinerary ${itinerary} was not approved in time`)
    this.itinerary = itinerary
  }
}

/** Every alternative has failed. */
class NoBookingError extends Error {
  override readonly name = 'NoBookingError'
  constructor({ from, to }: Trip, problems: readonly string[]) {
    super(`No booking is possible from ${from} to ${to} (${problems.join('; ')})`)
  }
}
