import { describe, expect, it } from 'vitest'
import { explore, send, type Check, type ExploreOptions, type ScenarioFailedError } from '../../src/index.ts'
import * as planted from './workflows.ts'

const { added, bookFlight, bookRoom, cancelFlight, cancelRoom, checkout } = planted

/** Whether every booking is canceled at the end. */
const allCanceled: Check = ({ done }) =>
  done(bookRoom).length <= done(cancelRoom).length && done(bookFlight).length <= done(cancelFlight).length

const options: ExploreOptions = {
  activities: {
    bookRoom: async (trip: string) => `room of ${trip}`,
    bookFlight: async (trip: string) => `flight of ${trip}`,
    cancelRoom: async () => undefined,
    cancelFlight: async () => undefined,
    charge: async () => 'receipt',
    priceOf: async (item: string) => item.length * 40,
    remind: async () => undefined,
  },
}

const trip: ExploreOptions = {
  ...options,
  outcomes: { cancelRoom: ['completed'], cancelFlight: ['completed'] },
  finally: {
    'a trip that fails leaves no booking': view =>
      view.closeStatus === 'COMPLETED' || allCanceled(view) === true,
  },
}

const cart: ExploreOptions = {
  ...options,
  signals: [send(added, 'tea'), send(added, 'milk'), send(checkout)],
  mayWaitFor: [added, checkout],
  cancelRequests: 0,
  finally: {
    'each added item is sold or reported as late': ({ signals, result, closeStatus }) => {
      if (closeStatus !== 'COMPLETED') return
      const items = signals.filter(({ name }) => name === 'added').map(({ value }) => value)
      const { sold, late } = result as { sold: string[]; late: string[] }
      expect([...sold, ...late]).toEqual(items)
    },
  },
}

const total: ExploreOptions = {
  ...options,
  finally: {
    'the total does not depend on the order of completions': ({ result, closeStatus }) =>
      closeStatus !== 'COMPLETED' || result === 120 + 160 / 2 + 120 / 2,
  },
}

const room: ExploreOptions = {
  ...options,
  outcomes: { cancelRoom: ['completed'] },
  never: {
    'two rooms are booked': ({ done }) => done(bookRoom).length - done(cancelRoom).length > 1,
  },
}

/** The failed check and the steps that an exploration reports. */
async function found(exploring: Promise<unknown>): Promise<Pick<ScenarioFailedError, 'check' | 'steps'>> {
  const { check, steps } = await exploring.then(
    () => ({ check: 'nothing', steps: [] as string[] }),
    (error: ScenarioFailedError) => error,
  )
  return { check, steps }
}

describe('an exploration finds, without a hint, and shortens', () => {
  it('a compensation that is skipped by a cancel request between two activities', async () => {
    expect(await found(explore(planted.careless, 'rome', trip))).toEqual({
      check: 'a trip that fails leaves no booking',
      steps: ["bookRoom('rome') completed: 'room of rome'", 'a cancel request arrived'],
    })
  })

  it('a signal that is lost', async () => {
    expect(await found(explore(planted.forgetful, undefined, cart))).toEqual({
      check: 'each added item is sold or reported as late',
      steps: [
        "signal 'checkout' arrived",
        "signal 'added' arrived: 'tea'",
        "charge([]) completed: 'receipt'",
      ],
    })
  })

  it('a total that depends on the order', async () => {
    expect(await found(explore(planted.orderly, ['tea', 'milk', 'oil'], total))).toEqual({
      check: 'the total does not depend on the order of completions',
      steps: [
        "priceOf('milk') completed: 160",
        "priceOf('tea') completed: 120",
        "priceOf('oil') completed: 120",
      ],
    })
  })

  it('a retry that books twice', async () => {
    expect(await found(explore(planted.insistent, 'rome', room))).toEqual({
      check: 'two rooms are booked',
      steps: [
        "bookRoom('rome') timed out after its work was done",
        '1 second later the wait before the next attempt of bookRoom ended',
        "bookRoom('rome') (attempt 2) completed: 'room of rome'",
      ],
    })
  })

  it('a branch that reads the wall clock', async () => {
    expect(await found(explore(planted.impatient, 'ann', options))).toEqual({
      check: 'no decision task throws an error (NONDETERMINISTIC_CALL)',
      steps: ["1 minute later timer '1.2.1' fired"],
    })
  })
})

describe('an exploration reports no bug in correct workflows', () => {
  it.each([
    ['a compensation that covers every step', () => explore(planted.careful, 'rome', trip)],
    ['signals that are drained', () => explore(planted.attentive, undefined, cart)],
    ['a total in the order of the items', () => explore(planted.orderFree, ['tea', 'milk', 'oil'], total)],
    ['a booking that is undone before a retry', () => explore(planted.patient, 'rome', room)],
    ['the clock of the history', () => explore(planted.timely, 'ann', options)],
  ])('%s', async (_, exploring) => {
    expect((await exploring()).complete).toBe(true)
  })
})
