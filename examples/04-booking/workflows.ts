import {
  activities,
  isReyieldError,
  race,
  signal,
  sleep,
  workflow,
  type ActivityOperation,
} from '@reyield/workflow'
import type * as impl from './activities.ts'
import type { Booked, Details, Itinerary, Trip } from './trip.ts'

const { selectItinerary, takePersonalDetails, validatePayment, confirmBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 5, backoff: 1.5, nonRetryable: ['NothingLeftError', 'RefusedError'] },
})
const { releaseSeats, releasePayment, cancelBooking } = activities<typeof impl>({
  startToClose: '2s',
  retry: { maximumAttempts: 20 },
})

/** A human's approval of what is about to be booked. */
export const approved = signal<{ by: string }>('approved')

/**
 * Four steps. A step that fails is tried again; when it keeps failing, the workflow goes back to the step before it for
 * an alternative: another card, another itinerary. What was booked on a way that led nowhere is undone.
 */
export const BookingWorkflow = workflow(
  { name: 'BookingWorkflow', taskList: 'booking', executionStartToClose: '7 days', taskStartToClose: '2s' },
  async function* (trip: Trip): AsyncGenerator<unknown, Booked> {
    const tried: string[] = []
    const problems: string[] = []
    for (;;) {
      const undo: Undo[] = []
      let itinerary: Itinerary | undefined
      try {
        // Noted before the step is taken: it may have done its work though nobody heard of it.
        undo.push(() => releaseSeats(trip.booking))
        itinerary = yield* selectItinerary({ trip, except: tried })
        const details = yield* payFor(itinerary, trip, undo)

        const answer = yield* race({ approved, late: sleep(trip.approveWithin) })
        if (answer.winner === 'late') {
          yield* undoAll(undo)
          return { state: 'expired', itinerary: itinerary.id }
        }
        undo.push(() => cancelBooking(trip.booking))
        const ticket = yield* confirmBooking({ trip, itinerary, details })
        return { state: 'booked', ticket, approvedBy: answer.value.by }
      } catch (error) {
        yield* undoAll(undo)
        if (!isFailedStep(error)) throw error // the execution was asked to cancel itself
        problems.push(`${itinerary?.id ?? 'no itinerary'}: ${whyOf(error)}`)
        if (itinerary === undefined) throw new NoBookingError(trip, problems) // there is no step before the first
        tried.push(itinerary.id)
      }
    }
  },
)

/** Details and payment: a card that is refused leads back to the details, for another card. */
async function* payFor(itinerary: Itinerary, trip: Trip, undo: Undo[]): AsyncGenerator<unknown, Details> {
  const refused: string[] = []
  for (;;) {
    const details = yield* takePersonalDetails({ trip, except: refused })
    const { card } = details
    undo.push(() => releasePayment({ booking: trip.booking, card }))
    try {
      yield* validatePayment({ booking: trip.booking, details, amount: itinerary.price })
      return details
    } catch (error) {
      if (!isFailedStep(error)) throw error
      refused.push(card)
    }
  }
}

/** A step that takes another one back. Harmless where there is nothing to take back. */
type Undo = () => ActivityOperation<void>

/** Takes back what may have been booked, newest first. A cancel request that comes meanwhile is heard at the end. */
async function* undoAll(undo: Undo[]): AsyncGenerator<unknown, void> {
  let cancelled: unknown
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    try {
      yield* step()
    } catch (error) {
      if (!isReyieldError(error, 'CANCELLED')) throw error
      cancelled = error // thrown once only: this step is taken again, and nothing interrupts the rest
      yield* step()
    }
  }
  if (cancelled !== undefined) throw cancelled
}

const isFailedStep = (error: unknown) =>
  isReyieldError(error, 'ACTIVITY_FAILED') || isReyieldError(error, 'ACTIVITY_TIMED_OUT')

const whyOf = (error: unknown) => {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}

/** Every way has been tried. */
class NoBookingError extends Error {
  override readonly name = 'NoBookingError'
  constructor({ from, to }: Trip, problems: readonly string[]) {
    super(`No way is left from ${from} to ${to} (${problems.join('; ')})`)
  }
}
