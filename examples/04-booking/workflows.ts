import { activities, isReyieldError, race, saga, signal, sleep, workflow, type Undo } from '@reyield/workflow'
import type * as impl from './activities.ts'
import type { Booked, Details, Itinerary, Trip } from './trip.ts'

const { selectItinerary, takePersonalDetails, validatePayment, confirmBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 5, backoff: 1.5, nonRetryable: ['NothingLeftError', 'RefusedError'] },
  cancellation: 'wait', // nothing is undone while it may still be done
})
const { releaseSeats, releasePayment, cancelBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 20 },
})

/** A human's approval of what is about to be booked. */
export const approved = signal<{ by: string }>('approved')

/**
 * Four steps. A step that fails is tried again; when it keeps failing, the workflow goes back to the step before it for
 * an alternative: another card, another itinerary. What was booked on a way that led nowhere is undone, whatever ends it: a
 * failure, a deadline, a cancel request.
 */
export const BookingWorkflow = workflow(
  { name: 'BookingWorkflow', taskList: 'booking', executionStartToClose: '7 days', taskStartToClose: '2s' },
  async function* (trip: Trip): AsyncGenerator<unknown, Booked> {
    const tried: string[] = []
    const problems: string[] = []
    for (;;) {
      const way: Way = {}
      try {
        return yield* saga(undo => goOneWay(trip, tried, way, undo))
      } catch (error) {
        if (error instanceof NotApproved) return { state: 'expired', itinerary: error.itinerary }
        if (!isFailedStep(error)) throw error // the execution was asked to cancel itself
        problems.push(`${way.itinerary ?? 'no itinerary'}: ${whyOf(error)}`)
        if (way.itinerary === undefined) throw new NoBookingError(trip, problems) // there is no step before the first
        tried.push(way.itinerary)
      }
    }
  },
)

/** How far a way led. */
interface Way {
  itinerary?: string
}

/** From an itinerary to the booking. Undoing is noted before a step is taken: it may have been done though nobody heard. */
async function* goOneWay(
  trip: Trip,
  tried: readonly string[],
  way: Way,
  undo: Undo,
): AsyncGenerator<unknown, Booked> {
  undo(() => releaseSeats(trip.booking))
  const itinerary = yield* selectItinerary({ trip, except: [...tried] })
  way.itinerary = itinerary.id
  const details = yield* payFor(itinerary, trip, undo)

  const answer = yield* race({ approved, late: sleep(trip.approveWithin) })
  if (answer.winner === 'late') throw new NotApproved(itinerary.id)
  undo(() => cancelBooking(trip.booking))
  const ticket = yield* confirmBooking({ trip, itinerary, details })
  return { state: 'booked', ticket, approvedBy: answer.value.by }
}

/**
 * Details and payment: a card that is refused leads back to the details, for another card. It is released before that: a try
 * that nobody heard of may have reserved the amount.
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

const whyOf = (error: unknown) => {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}

/** Nobody has approved in time: what is booked is undone, and that's it. */
class NotApproved extends Error {
  readonly itinerary: string
  constructor(itinerary: string) {
    super(`Nobody has approved of itinerary ${itinerary}`)
    this.itinerary = itinerary
  }
}

/** Every way has been tried. */
class NoBookingError extends Error {
  override readonly name = 'NoBookingError'
  constructor({ from, to }: Trip, problems: readonly string[]) {
    super(`No way is left from ${from} to ${to} (${problems.join('; ')})`)
  }
}
