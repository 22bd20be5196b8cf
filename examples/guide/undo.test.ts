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
  it('gives what its program gives', async () => {
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

  it('has booked all in the end or nothing, whatever fails or is not heard of, whenever it is canceled', async () => {
    const { complete, closeStatuses } = await explore(trip, 'hotel', {
      activities,
      outcomes: { cancelBooking: ['completed'] },
      finally: {
        'all is booked, or all is undone': ({ closeStatus, done }) => {
          const stands = new Set<unknown>()
          for (const { name, input } of done()) {
            if (name === 'book') stands.add(input)
            else stands.delete(input)
          }
          expect([...stands]).toEqual(closeStatus === 'COMPLETED' ? ['flight', 'hotel'] : [])
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
  it('keeps a cancel request from the clean-up, and the execution closes as CANCELED', async () => {
    const going = run(guarded, 'door', { activities })
    await going.untilIdle()
    const { closeStatus, calls } = await going.requestCancel()
    expect([closeStatus, calls.map(({ name }) => name)]).toEqual(['CANCELED', ['unlock', 'lock']])
  })

  it('is passed whatever comes when: a door that was unlocked is locked', async () => {
    const { complete } = await explore(guarded, 'door', {
      activities,
      outcomes: { lock: ['completed'] },
      finally: { 'the door is locked': ({ done }) => done('unlock').length <= done('lock').length },
    })
    expect(complete).toBe(true)
  })
})

it('several steps are tried again from the first', async () => {
  const { result, calls } = await run(pair, ['full hotel', 'inn'], { activities: booking })
  expect(result).toEqual(['inn 1', 'table 1'])
  expect(calls.map(({ input }) => input)).toEqual(['full hotel', 'inn', 'table'])
})

it('a cancel request may be refused', async () => {
  const going = run(polite, undefined, { activities })
  await going.untilIdle()
  expect(await going.requestCancel()).toMatchObject({ closeStatus: 'COMPLETED', result: 'went home' })
})
