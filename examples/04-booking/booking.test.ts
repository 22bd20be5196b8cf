import { describe, expect, it } from 'vitest'
import { play, type Ending, type Play } from '../test/play.ts'
import type { Trip } from './trip.ts'
import { BookingWorkflow } from './workflows.ts'

const trip: Trip = { booking: 'B-1', traveller: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
const declined = Object.assign(new Error('no'), { name: 'RefusedError' })

/** What the world answers: itineraries KL and SK; cards visa and amex; every step succeeds. */
function answers(name: string, _nth: number, input: unknown): Ending {
  const { except } = input as { except: string[] }
  const another = (...of: string[]) => of.find(one => !except.includes(one))
  if (name === 'selectItinerary') {
    const id = another('KL', 'SK')
    return id === undefined ? nothingLeft('no itinerary is left') : { id, price: 100 }
  }
  if (name === 'takePersonalDetails') {
    const card = another('visa', 'amex')
    return card === undefined ? nothingLeft('no card is left') : { traveller: 'ann', card }
  }
  return name === 'confirmBooking' ? 'ticket 7' : undefined
}
const nothingLeft = (message: string) => Object.assign(new Error(message), { name: 'NothingLeftError' })

/** An activity that doesn't get better. */
const alwaysFailing =
  (activity: string, ending: Ending = declined): Play['activity'] =>
  (name, nth, input) =>
    name === activity ? ending : answers(name, nth, input)

const approve: Play['waiting'] = told => told.signaled('approved', { by: 'me' })
const book = (course: Partial<Play> = {}) =>
  play(BookingWorkflow, trip, { activity: answers, waiting: approve, ...course })

const way = ['selectItinerary', 'takePersonalDetails', 'validatePayment']
const booked = { state: 'booked', ticket: 'ticket 7', approvedBy: 'me' }

describe('a booking', () => {
  it('goes through its four steps, a human approving before the last', async () => {
    const { steps, end } = await book()
    expect([steps, end.result]).toEqual([[...way, 'confirmBooking'], booked])
  })

  it('takes an approval that came before it was asked for', async () => {
    const { steps, end } = await book({
      instead: (step, told) => (step === 0 ? told.signaled('approved', { by: 'me' }) : undefined),
      waiting: () => {
        throw new Error('It waits though it is approved')
      },
    })
    expect([steps, end.result]).toEqual([[...way, 'confirmBooking'], booked])
  })

  it('expires when nobody approves it, and undoes what it booked', async () => {
    const { steps, end } = await play(BookingWorkflow, trip, { activity: answers })
    expect([steps, end.result]).toEqual([
      [...way, 'releasePayment', 'releaseSeats'],
      { state: 'expired', itinerary: 'KL' },
    ])
  })
})

describe('a step that fails', () => {
  it.each([...way, 'confirmBooking'])('%s: is tried again, and the booking goes on', async failing => {
    const calls: string[] = []
    const { steps, end } = await book({
      activity: (name, nth, input) => {
        calls.push(name)
        if (name !== failing) return answers(name, nth, input)
        if (nth === 1) return new Error('busy')
        return nth === 2 ? 'times out' : answers(name, nth, input)
      },
    })
    expect(end.result).toEqual(booked)
    expect(steps.filter(name => name === failing)).toHaveLength(3)
    expect(new Set(calls)).toEqual(new Set([...way, 'confirmBooking']))
  })

  it.each(['busy', 'times out'])('is tried five times in all (%s), then it counts as failed', async how => {
    const { steps } = await book({
      activity: alwaysFailing('selectItinerary', how === 'busy' ? new Error('busy') : how),
    })
    expect(steps).toEqual([...Array<string>(5).fill('selectItinerary'), 'releaseSeats'])
  })
})

describe('a step that keeps failing leads back to the one before it', () => {
  it('a refused payment to the details, for another card', async () => {
    const { steps, end } = await book({
      activity: (name, nth, input) =>
        name === 'validatePayment' && nth === 1 ? declined : answers(name, nth, input),
    })
    expect([steps, end.result]).toEqual([
      [...way, 'takePersonalDetails', 'validatePayment', 'confirmBooking'],
      booked,
    ])
  })

  it('details without a further card to another itinerary, the first one undone', async () => {
    const { steps, end } = await book({
      activity: (name, nth, input) => {
        if (name === 'validatePayment' && nth === 1) return declined
        if (name === 'takePersonalDetails' && nth === 2) return nothingLeft('no other card')
        return answers(name, nth, input)
      },
    })
    expect([steps, end.result]).toEqual([
      [...way, 'takePersonalDetails', 'releasePayment', 'releaseSeats', ...way, 'confirmBooking'],
      booked,
    ])
  })

  it('a booking that is not confirmed to another itinerary, all undone, and approved anew', async () => {
    let approvals = 0
    const { steps, end } = await book({
      activity: (name, nth, input) =>
        name === 'confirmBooking' && nth === 1 ? declined : answers(name, nth, input),
      waiting: told => told.signaled('approved', { by: `human ${++approvals}` }),
    })
    expect([steps, end.result]).toEqual([
      [...way, 'confirmBooking', 'cancelBooking', 'releasePayment', 'releaseSeats', ...way, 'confirmBooking'],
      { ...booked, approvedBy: 'human 2' },
    ])
  })
})

describe('a booking that has no way left', () => {
  it.each<[string, string[], string]>([
    [
      'selectItinerary',
      ['selectItinerary', 'releaseSeats'],
      'No way is left from Oslo to Rome (no itinerary: no)',
    ],
    [
      'takePersonalDetails',
      [
        ...['selectItinerary', 'takePersonalDetails', 'releaseSeats'],
        ...['selectItinerary', 'takePersonalDetails', 'releaseSeats'],
        ...['selectItinerary', 'releaseSeats'],
      ],
      'No way is left from Oslo to Rome (KL: no; SK: no; no itinerary: no itinerary is left)',
    ],
    [
      'confirmBooking',
      [
        ...[...way, 'confirmBooking', 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...[...way, 'confirmBooking', 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...['selectItinerary', 'releaseSeats'],
      ],
      'No way is left from Oslo to Rome (KL: no; SK: no; no itinerary: no itinerary is left)',
    ],
  ])('because %s fails for good: fails and says why, having undone all', async (failing, expected, why) => {
    const { steps, end } = await book({ activity: alwaysFailing(failing) })
    expect(steps).toEqual(expected)
    expect(end.raw.map(one => one.failWorkflowExecutionDecisionAttributes?.reason)).toEqual([
      `NoBookingError: ${why}`,
    ])
  })

  it('because every card is refused: releases each card and the seats of each itinerary', async () => {
    const { steps, end } = await book({ activity: alwaysFailing('validatePayment') })
    const twoCards = ['takePersonalDetails', 'validatePayment', 'takePersonalDetails', 'validatePayment']
    const undone = ['releasePayment', 'releasePayment', 'releaseSeats']
    const round = ['selectItinerary', ...twoCards, 'takePersonalDetails', ...undone]
    expect(steps).toEqual([...round, ...round, 'selectItinerary', 'releaseSeats'])
    expect((end.ended as { error: Error }).error.message).toBe(
      'No way is left from Oslo to Rome (KL: no card is left; SK: no card is left; no itinerary: no itinerary is left)',
    )
  })
})

describe('a booking that is asked to cancel itself', () => {
  const undoOf: Readonly<Record<string, string>> = {
    selectItinerary: 'releaseSeats',
    takePersonalDetails: '',
    validatePayment: 'releasePayment',
    confirmBooking: 'cancelBooking',
  }
  /** The undo steps of the forward steps that were taken, newest first. */
  const undoing = (taken: readonly string[]) =>
    taken
      .map(name => undoOf[name])
      .filter(name => name !== '')
      .reverse()

  it.each([0, 1, 2, 3, 4])(
    'after %d events on its way: undoes what it may have booked, and no more',
    async at => {
      const { steps, end } = await book({
        instead: (step, told) => (step === at ? told.cancelRequested() : undefined),
      })
      // at 3 it waits for the approval; before, the step under way is undone too: it may have done its work
      const taken = [...way, 'confirmBooking'].slice(0, [1, 2, 3, 3, 4][at])
      expect([steps, end.decisions]).toEqual([[...taken, ...undoing(taken)], [{ cancel: undefined }]])
    },
  )

  // a way back has its undo steps as well: KL is refused at the end, and SK too
  const refusedTwice = { activity: alwaysFailing('confirmBooking') }

  it('at any moment of ways that lead nowhere: nothing stays booked, whatever comes in between', async () => {
    const whole = await book(refusedTwice)
    const outcomes = new Set<string>()
    for (let at = 0; at < whole.steps.length + 2; at++) {
      const { steps, end } = await book({
        ...refusedTwice,
        instead: (step, told) => (step === at ? told.cancelRequested() : undefined),
      })
      expect([at, leftBooked(steps)]).toEqual([at, []])
      outcomes.add(Object.keys(end.decisions[0]!)[0]!)
    }
    // a request that comes while the last way is undone finds nothing more to interrupt
    expect(outcomes).toEqual(new Set(['cancel', 'fail']))
  })

  it('while it expires: it is undone all the same, and nothing is left to interrupt', async () => {
    for (const at of [4, 5]) {
      const { steps, end } = await play(BookingWorkflow, trip, {
        activity: answers,
        instead: (step, told) => (step === at ? told.cancelRequested() : undefined),
      })
      expect([leftBooked(steps), end.result]).toEqual([[], { state: 'expired', itinerary: 'KL' }])
    }
  })

  /** What was booked, or may have been, and not undone after it. */
  function leftBooked(steps: readonly string[]): string[] {
    const open = new Set<string>()
    for (const name of steps) {
      if (undoOf[name]) open.add(undoOf[name])
      else open.delete(name)
    }
    return [...open]
  }
})
