import { explore, run, type Mocks } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { booking, guarded, pair, polite, trip } from './undo.ts'

const activities = {
  book: what => `${what} 1`,
  cancelBooking: () => undefined,
  lock: () => undefined,
  unlock: () => undefined,
} satisfies Mocks<typeof booking>

describe('a saga', () => {
  it('returns the result of its program', async () => {
    const { result, calls } = await run(trip, 'hotel', { activities: booking })
    expect(result).toEqual(['flight 1', 'hotel 1'])
    expect(calls.map(({ name, input }) => `${name} ${String(input)}`)).toEqual(['book flight', 'book hotel'])
  })

  it('that fails undoes its steps in reverse', async () => {
    const { error, calls } = await run(trip, 'full hotel', { activities: booking })
    expect(error).toMatchObject({ code: 'ACTIVITY_FAILED', cause: { message: 'no room' } })
    expect(calls.map(({ name, input }) => `${name} ${String(input)}`)).toEqual([
      'book flight',
      'book full hotel',
      'cancelBooking full hotel',
      'cancelBooking flight',
    ])
  })

  it('books everything or nothing, whatever fails or times out, and whenever it is canceled', async () => {
    const { complete, closeStatuses } = await explore(trip, 'hotel', {
      activities,
      outcomes: { cancelBooking: ['completed'] },
      finally: {
        'everything is booked, or everything is undone': ({ closeStatus, done }) => {
          const booked = new Set<unknown>()
          for (const { name, input } of done()) {
            if (name === 'book') booked.add(input)
            else booked.delete(input)
          }
          expect([...booked]).toEqual(closeStatus === 'COMPLETED' ? ['flight', 'hotel'] : [])
        },
      },
    })
    expect({ complete, closeStatuses }).toEqual({
      complete: true,
      closeStatuses: { COMPLETED: 2, FAILED: 15, CANCELED: 7 },
    })
  })
})

describe('a shield', () => {
  it('protects the clean-up from a cancel request, and the execution closes as CANCELED', async () => {
    const going = run(guarded, 'door', { activities })
    await going.untilIdle()
    const { closeStatus, calls } = await going.requestCancel()
    expect([closeStatus, calls.map(({ name }) => name)]).toEqual(['CANCELED', ['unlock', 'lock']])
  })

  it('locks every door that was unlocked, in every order of events', async () => {
    const { complete } = await explore(guarded, 'door', {
      activities,
      outcomes: { lock: ['completed'] },
      finally: { 'the door is locked': ({ done }) => done('unlock').length <= done('lock').length },
    })
    expect(complete).toBe(true)
  })
})

it('several steps are retried from the first', async () => {
  const { result, calls } = await run(pair, ['full hotel', 'inn'], { activities: booking })
  expect(result).toEqual(['inn 1', 'table 1'])
  expect(calls.map(({ input }) => input)).toEqual(['full hotel', 'inn', 'table'])
})

it('a cancel request may be refused', async () => {
  const going = run(polite, undefined, { activities })
  await going.untilIdle()
  expect(await going.requestCancel()).toMatchObject({ closeStatus: 'COMPLETED', result: 'went home' })
})
