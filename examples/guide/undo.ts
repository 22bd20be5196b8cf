import { activities, isReyieldError, retry, saga, shield, sleep, workflow } from '@reyield/workflow'

const done: string[] = []
const impl = {
  async book(what: string): Promise<string> {
    done.push(`book ${what}`)
    if (what === 'full hotel') throw new Error('no room')
    return `${what} 1`
  },
  async cancelBooking(what: string): Promise<void> {
    done.push(`cancel ${what}`)
  },
  async lock(door: string): Promise<void> {
    done.push(`lock ${door}`)
  },
  async unlock(door: string): Promise<void> {
    done.push(`unlock ${door}`)
  },
}
const { book, cancelBooking, lock, unlock } = activities<typeof impl>({
  startToClose: '1m',
  cancellation: 'wait', // nothing is undone while it may still be done
})

/** Steps that are undone in reverse order if a later one fails, or the execution is asked to cancel itself. */
export const trip = workflow(
  { name: 'trip', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (hotel: string) {
    return yield* saga(async function* (undo) {
      undo(() => cancelBooking('flight')) // noted first: a step whose answer is lost may have been done
      const flight = yield* book('flight')
      undo(() => cancelBooking(hotel))
      return [flight, yield* book(hotel)]
    })
  },
)

/** Clean-up that has to wait stands in a shield: neither a cancel request nor the end of its branch stops it. */
export const guarded = workflow(
  { name: 'guarded', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (door: string) {
    try {
      yield* unlock(door) // in here: if its answer is lost, it may be unlocked all the same
      yield* sleep('8h')
    } finally {
      yield* shield(lock(door))
    }
  },
)

/** Several steps as one, tried again from the first: here two bookings that only make sense together. */
export const pair = workflow(
  { name: 'pair', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (hotels: string[]) {
    return yield* retry(
      async function* (attempt) {
        const hotel = yield* book(hotels[attempt - 1] ?? 'any hotel')
        return [hotel, yield* book('table')]
      },
      { maximumAttempts: 3, initialInterval: '10s' },
    )
  },
)

/** A cancel request is an error at what the workflow waits for; what the workflow makes of it is its own affair. */
export const polite = workflow(
  { name: 'polite', taskList: 'guide', executionStartToClose: '1 day' },
  async function* () {
    try {
      yield* sleep('8h')
      return 'slept well'
    } catch (error) {
      if (!isReyieldError(error, 'CANCELED')) throw error
      yield* lock('front door') // works as before: the request is thrown once
      return 'went home' // closes as COMPLETED; throwing the error on would close as CANCELED
    }
  },
)

export { done, impl as booking }
