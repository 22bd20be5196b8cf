import { everyCrash, failing, hanging, run, send, scenario, waitingFor, type Mocks } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import type * as impl from './activities.ts'
import { outside, type Outside } from './suppliers.ts'
import type { Trip } from './trip.ts'
import { approved, BookingWorkflow } from './workflows.ts'

const trip: Trip = { booking: 'B-1', traveler: 'ann', from: 'Oslo', to: 'Rome', approveWithin: '2 days' }
const way = ['selectItinerary', 'takePersonalDetails', 'validatePayment']
const wholeWay = [...way, 'confirmBooking']
const booked = { state: 'booked', ticket: 'ticket on KL', approvedBy: 'me' }
const refused = Object.assign(new Error('no'), { name: 'RefusedError' })

/** Books, with some activities played otherwise; a human approves whenever it is asked for. */
async function book(
  otherwise: (usual: Outside['activities']) => Mocks<typeof impl> = () => ({}),
  { traveler = 'ann', signals = [send(approved, { by: 'me' }), send(approved, { by: 'me again' })] } = {},
) {
  const { activities, stands } = outside()
  const options = { activities: { ...activities, ...otherwise(activities) }, signals }
  const ran = await run(BookingWorkflow, { ...trip, traveler }, options)
  return { ...ran, steps: ran.calls.map(({ name }) => name), stands }
}

describe('a booking', () => {
  it('goes through its four steps, a human approving before the last', async () => {
    const { steps, result, stands } = await book()
    expect([steps, result]).toEqual([wholeWay, booked])
    expect(stands).toEqual(['seats on KL', 'payment by visa', 'booking on KL'])
  })

  it('waits for the human, as long as a human may take', async () => {
    const going = run(BookingWorkflow, trip, outside())
    const { decisions } = await going.until(waitingFor(approved, 'timer'))
    expect(decisions.at(-1)).toMatchObject({ seconds: 2 * 24 * 3600 })
    await going.advance('1 day')
    expect((await going.signal(approved, { by: 'me' })).result).toEqual(booked)
  })

  it('takes an approval that came before it was asked for', async () => {
    const { decisions, result } = await run(BookingWorkflow, trip, outside()).signal(approved, { by: 'me' })
    expect(decisions.filter(decision => 'startTimer' in decision)).toEqual([])
    expect(result).toEqual(booked)
  })

  it('expires when nobody approves it, and undoes what it booked', async () => {
    const { steps, result, stands } = await book(undefined, { signals: [] })
    expect(steps).toEqual([...way, 'releasePayment', 'releaseSeats'])
    expect([result, stands]).toEqual([{ state: 'expired', itinerary: 'KL' }, []])
  })

  it('ends as ever when any of its processes dies, at every point', async () => {
    await everyCrash(BookingWorkflow, trip, () => ({ ...outside(), signals: [send(approved, { by: 'me' })] }))
  })
})

describe('a step that fails', () => {
  it.each(wholeWay)('%s: is tried again, and the booking goes on', async failing => {
    const execution = await scenario(BookingWorkflow, trip, outside())
    await execution.signal(approved, { by: 'me' })
    for (const step of wholeWay.slice(0, wholeWay.indexOf(failing))) await execution.complete(step)
    await execution.fail(failing, new Error('busy'))
    await execution.advanceToNextDeadline()
    await execution.timeOut(failing)
    await execution.advanceToNextDeadline()
    const { result, worked } = await execution.runToEnd()
    expect(result).toEqual(booked)
    expect(worked().map(({ name, attempt }) => [name, attempt])).toEqual(
      wholeWay.map(step => [step, step === failing ? 3 : 1]),
    )
  })

  it.each([
    ['busy', failing(new Error('busy'))],
    ['not heard of', hanging()],
  ])('is tried five times in all (%s), then it counts as failed', async (_, selectItinerary) => {
    const { steps } = await book(() => ({ selectItinerary }))
    expect(steps).toEqual([...Array<string>(5).fill('selectItinerary'), 'releaseSeats'])
  })
})

describe('a step that keeps failing leads back to the one before it', () => {
  it('a refused payment to the details, for another card', async () => {
    const { steps, result, stands } = await book(({ validatePayment }) => ({
      validatePayment: failing(refused, { times: 1, then: validatePayment }),
    }))
    expect([steps, result, stands]).toEqual([
      [...way, 'releasePayment', 'takePersonalDetails', 'validatePayment', 'confirmBooking'],
      booked,
      ['seats on KL', 'payment by amex', 'booking on KL'],
    ])
  })

  it('details without a further card to another itinerary, the first one undone', async () => {
    const { steps, result, stands } = await book(
      ({ validatePayment }) => ({ validatePayment: failing(refused, { times: 1, then: validatePayment }) }),
      { traveler: 'bob' },
    )
    expect([steps, result]).toEqual([
      [...way, 'releasePayment', 'takePersonalDetails', 'releaseSeats', ...wholeWay],
      { ...booked, ticket: 'ticket on SK' },
    ])
    expect(stands).toEqual(['seats on SK', 'payment by visa', 'booking on SK'])
  })

  it('a booking that is not confirmed to another itinerary, all undone, and approved anew', async () => {
    const { steps, result } = await book(({ confirmBooking }) => ({
      confirmBooking: failing(refused, { times: 1, then: confirmBooking }),
    }))
    expect([steps, result]).toEqual([
      [...wholeWay, 'cancelBooking', 'releasePayment', 'releaseSeats', ...wholeWay],
      { state: 'booked', ticket: 'ticket on SK', approvedBy: 'me again' },
    ])
  })
})

describe('a booking that has no way left', () => {
  it.each<[keyof typeof impl, string[], string]>([
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
        ...[...wholeWay, 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...[...wholeWay, 'cancelBooking', 'releasePayment', 'releaseSeats'],
        ...['selectItinerary', 'releaseSeats'],
      ],
      'No way is left from Oslo to Rome (KL: no; SK: no; no itinerary: no itinerary is left)',
    ],
  ])('because %s fails for good: fails and says why, having undone all', async (step, expected, why) => {
    const { steps, error, stands } = await book(() => ({ [step]: failing(refused) }))
    expect([steps, stands]).toEqual([expected, []])
    expect(String(error)).toBe(`NoBookingError: ${why}`)
  })

  it('because every card is refused: releases each card and the seats of each itinerary', async () => {
    const { steps, error } = await book(() => ({ validatePayment: failing(refused) }))
    const card = ['takePersonalDetails', 'validatePayment', 'releasePayment']
    const round = ['selectItinerary', ...card, ...card, 'takePersonalDetails', 'releaseSeats']
    expect(steps).toEqual([...round, ...round, 'selectItinerary', 'releaseSeats'])
    expect((error as Error).message).toBe(
      'No way is left from Oslo to Rome (KL: no card is left; SK: no card is left; no itinerary: no itinerary is left)',
    )
  })
})

describe('a booking that is asked to cancel itself', () => {
  it.each<[number, readonly string[]]>([
    [0, ['releaseSeats']], // the step under way is waited for, and undone too
    [1, ['releaseSeats']],
    [2, ['releasePayment', 'releaseSeats']],
    [3, ['releasePayment', 'releaseSeats']], // it waits for the approval
  ])('after %d events on its way: undoes what it may have booked, and no more', async (events, undone) => {
    const execution = await scenario(BookingWorkflow, trip, outside())
    for (const step of way.slice(0, events)) await execution.complete(step)
    await execution.requestCancel()
    const { closeStatus, worked } = await execution.runToEnd()
    expect(closeStatus).toBe('CANCELED')
    expect(worked().map(({ name }) => name)).toEqual([...way.slice(0, events + 1), ...undone])
  })

  it('while it is confirmed: it is too late, unless the airline gives up', async () => {
    const confirming = async () => {
      const { activities, stands } = outside()
      const execution = await scenario(BookingWorkflow, trip, { activities })
      for (const step of way) await execution.complete(step)
      await execution.signal(approved, { by: 'me' })
      await execution.requestCancel()
      return { execution, stands }
    }
    const late = await confirming()
    expect((await late.execution.runToEnd()).result).toEqual(booked)
    const early = await confirming()
    await early.execution.cancel('confirmBooking')
    expect((await early.execution.runToEnd()).closeStatus).toBe('CANCELED')
    expect(early.stands).toEqual([])
  })

  it.each([0, 1])(
    'while it expires, after %d undo steps: there is nothing left to interrupt',
    async undone => {
      const { activities, stands } = outside()
      const execution = await scenario(BookingWorkflow, trip, { activities })
      for (const step of way) await execution.complete(step)
      await execution.advanceToNextDeadline()
      for (const step of ['releasePayment'].slice(0, undone)) await execution.complete(step)
      await execution.requestCancel()
      expect((await execution.runToEnd()).result).toEqual({ state: 'expired', itinerary: 'KL' })
      expect(stands).toEqual([])
    },
  )
})
