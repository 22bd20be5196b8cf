import { everyCrash, failing, hanging, run, send, scenario, waitingFor, type Mocks } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import type * as impl from './activities.ts'
import { suppliers, type Suppliers } from './suppliers.ts'
import type { Trip } from './trip.ts'
import { approved, BookingWorkflow } from './workflows.ts'

const trip: Trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
const beforeApproval = ['selectItinerary', 'takePersonalDetails', 'validatePayment']
const allSteps = [...beforeApproval, 'confirmBooking']
const booked = { state: 'booked', ticket: 'ticket on KL', approvedBy: 'me' }
const refused = Object.assign(new Error('no'), { name: 'RefusedError' })

/** Runs a booking in which some activities have other mocks. By default, a human approves whenever it is requested. */
async function book(
  changed: (usual: Suppliers['activities']) => Mocks<typeof impl> = () => ({}),
  { traveler = 'ann', signals = [send(approved, { by: 'me' }), send(approved, { by: 'me again' })] } = {},
) {
  const { activities, reservations } = suppliers()
  const options = { activities: { ...activities, ...changed(activities) }, signals }
  const ran = await run(BookingWorkflow, { ...trip, traveler }, options)
  return { ...ran, steps: ran.calls.map(({ name }) => name), reservations }
}

describe('a booking', () => {
  it('takes four steps, and waits for an approval before the last', async () => {
    const { steps, result, reservations } = await book()
    expect([steps, result]).toEqual([allSteps, booked])
    expect(reservations).toEqual(['seats on KL', 'payment by visa', 'booking on KL'])
  })

  it('waits for the approval until the deadline', async () => {
    const going = run(BookingWorkflow, trip, suppliers())
    const { decisions } = await going.until(waitingFor(approved, 'timer'))
    expect(decisions.at(-1)).toMatchObject({ seconds: 2 * 24 * 3600 })
    await going.advance('1 day')
    expect((await going.signal(approved, { by: 'me' })).result).toEqual(booked)
  })

  it('accepts an approval that was sent early', async () => {
    const { decisions, result } = await run(BookingWorkflow, trip, suppliers()).signal(approved, { by: 'me' })
    expect(decisions.filter(decision => 'startTimer' in decision)).toEqual([])
    expect(result).toEqual(booked)
  })

  it('expires without an approval, and undoes what it booked', async () => {
    const { steps, result, reservations } = await book(undefined, { signals: [] })
    expect(steps).toEqual([...beforeApproval, 'releasePayment', 'releaseSeats'])
    expect([result, reservations]).toEqual([{ state: 'expired', itinerary: 'KL' }, []])
  })

  it('returns the same result whichever process crashes, at every point', async () => {
    await everyCrash(BookingWorkflow, trip, () => ({
      ...suppliers(),
      signals: [send(approved, { by: 'me' })],
    }))
  })
})

describe('a failed step', () => {
  it.each(allSteps)('%s is retried, and the booking continues', async failing => {
    const execution = await scenario(BookingWorkflow, trip, suppliers())
    await execution.signal(approved, { by: 'me' })
    for (const step of allSteps.slice(0, allSteps.indexOf(failing))) await execution.complete(step)
    await execution.fail(failing, new Error('busy'))
    await execution.advanceToNextDeadline()
    await execution.timeOut(failing)
    await execution.advanceToNextDeadline()
    const { result, worked } = await execution.runToEnd()
    expect(result).toEqual(booked)
    expect(worked().map(({ name, attempt }) => [name, attempt])).toEqual(
      allSteps.map(step => [step, step === failing ? 3 : 1]),
    )
  })

  it.each([
    ['busy', failing(new Error('busy'))],
    ['no answer', hanging()],
  ])('is tried five times (%s), then it has failed', async (_, selectItinerary) => {
    const { steps } = await book(() => ({ selectItinerary }))
    expect(steps).toEqual([...Array<string>(5).fill('selectItinerary'), 'releaseSeats'])
  })
})

describe('a step that has failed leads back to an alternative', () => {
  it('of a refused payment: another card', async () => {
    const { steps, result, reservations } = await book(({ validatePayment }) => ({
      validatePayment: failing(refused, { times: 1, then: validatePayment }),
    }))
    expect([steps, result, reservations]).toEqual([
      [...beforeApproval, 'releasePayment', 'takePersonalDetails', 'validatePayment', 'confirmBooking'],
      booked,
      ['seats on KL', 'payment by amex', 'booking on KL'],
    ])
  })

  it('of details without another card: another itinerary, after the first one was undone', async () => {
    const { steps, result, reservations } = await book(
      ({ validatePayment }) => ({ validatePayment: failing(refused, { times: 1, then: validatePayment }) }),
      { traveler: 'bob' },
    )
    expect([steps, result]).toEqual([
      [...beforeApproval, 'releasePayment', 'takePersonalDetails', 'releaseSeats', ...allSteps],
      { ...booked, ticket: 'ticket on SK' },
    ])
    expect(reservations).toEqual(['seats on SK', 'payment by visa', 'booking on SK'])
  })

  it('of a booking that is not confirmed: another itinerary, after all was undone, with a new approval', async () => {
    const { steps, result } = await book(({ confirmBooking }) => ({
      confirmBooking: failing(refused, { times: 1, then: confirmBooking }),
    }))
    expect([steps, result]).toEqual([
      [...allSteps, 'cancelBooking', 'releasePayment', 'releaseSeats', ...allSteps],
      { state: 'booked', ticket: 'ticket on SK', approvedBy: 'me again' },
    ])
  })
})

describe('a booking without an alternative', () => {
  it.each<[keyof typeof impl, string[], string]>([
    [
      'selectItinerary',
      ['selectItinerary', 'releaseSeats'],
      'No booking is possible from Oslo to Rome (no itinerary: no)',
    ],
    [
      'takePersonalDetails',
      [
        ...['selectItinerary', 'takePersonalDetails', 'releaseSeats'],
        ...['selectItinerary', 'takePersonalDetails', 'releaseSeats'],
        ...['selectItinerary', 'releaseSeats'],
      ],
      'No booking is possible from Oslo to Rome (KL: no; SK: no; no itinerary: no itinerary is left)',
    ],
    [
      'confirmBooking',
      [
        ...[...allSteps, 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...[...allSteps, 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...['selectItinerary', 'releaseSeats'],
      ],
      'No booking is possible from Oslo to Rome (KL: no; SK: no; no itinerary: no itinerary is left)',
    ],
  ])('after %s has failed undoes everything and fails with the reasons', async (step, expected, why) => {
    const { steps, error, reservations } = await book(() => ({ [step]: failing(refused) }))
    expect([steps, reservations]).toEqual([expected, []])
    expect(String(error)).toBe(`NoBookingError: ${why}`)
  })

  it('after every card was refused releases each card and the seats of each itinerary', async () => {
    const { steps, error } = await book(() => ({ validatePayment: failing(refused) }))
    const card = ['takePersonalDetails', 'validatePayment', 'releasePayment']
    const round = ['selectItinerary', ...card, ...card, 'takePersonalDetails', 'releaseSeats']
    expect(steps).toEqual([...round, ...round, 'selectItinerary', 'releaseSeats'])
    expect((error as Error).message).toBe(
      'No booking is possible from Oslo to Rome (KL: no card is left; SK: no card is left; no itinerary: no itinerary is left)',
    )
  })
})

describe('a canceled booking', () => {
  it.each<[number, readonly string[]]>([
    [0, ['releaseSeats']], // the open step is waited for, and undone too
    [1, ['releaseSeats']],
    [2, ['releasePayment', 'releaseSeats']],
    [3, ['releasePayment', 'releaseSeats']], // while it waits for the approval
  ])('undoes only what it may have booked, after %d steps', async (events, undone) => {
    const execution = await scenario(BookingWorkflow, trip, suppliers())
    for (const step of beforeApproval.slice(0, events)) await execution.complete(step)
    await execution.requestCancel()
    const { closeStatus, worked } = await execution.runToEnd()
    expect(closeStatus).toBe('CANCELED')
    expect(worked().map(({ name }) => name)).toEqual([...beforeApproval.slice(0, events + 1), ...undone])
  })

  it('completes if it is being confirmed, unless the airline gives up', async () => {
    const confirming = async () => {
      const { activities, reservations } = suppliers()
      const execution = await scenario(BookingWorkflow, trip, { activities })
      for (const step of beforeApproval) await execution.complete(step)
      await execution.signal(approved, { by: 'me' })
      await execution.requestCancel()
      return { execution, reservations }
    }
    const late = await confirming()
    expect((await late.execution.runToEnd()).result).toEqual(booked)
    const early = await confirming()
    await early.execution.cancel('confirmBooking')
    expect((await early.execution.runToEnd()).closeStatus).toBe('CANCELED')
    expect(early.reservations).toEqual([])
  })

  it.each([0, 1])('expires as before if the request arrives after %d undo steps', async undone => {
    const { activities, reservations } = suppliers()
    const execution = await scenario(BookingWorkflow, trip, { activities })
    for (const step of beforeApproval) await execution.complete(step)
    await execution.advanceToNextDeadline()
    for (const step of ['releasePayment'].slice(0, undone)) await execution.complete(step)
    await execution.requestCancel()
    expect((await execution.runToEnd()).result).toEqual({ state: 'expired', itinerary: 'KL' })
    expect(reservations).toEqual([])
  })
})
