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
  cancellation: 'wait', // a step is only undone after its activity has ended
})

/** Undoes its steps in reverse order if a later one fails, or if the execution is canceled. */
export const trip = workflow(
  { name: 'trip', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (hotel: string) {
    return yield* saga(async function* (undo) {
      undo(() => cancelBooking('flight')) // registered first: a step whose answer is lost may have been done
      const flight = yield* book('flight')
      undo(() => cancelBooking(hotel))
      return [flight, yield* book(hotel)]
    })
  },
)

/** Clean-up that waits must be in a shield. Then neither a cancel request nor the end of its branch stops it. */
export const guarded = workflow(
  { name: 'guarded', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (door: string) {
    try {
      yield* unlock(door) // inside `try`, because the door may be unlocked although the answer is lost
      yield* sleep('8h')
    } finally {
      yield* shield(lock(door))
    }
  },
)

/** Retries several steps together, from the first one: here two bookings that belong together. */
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

/** A cancel request is thrown where the workflow waits. The workflow decides how to react. */
export const polite = workflow(
  { name: 'polite', taskList: 'guide', executionStartToClose: '1 day' },
  async function* () {
    try {
      yield* sleep('8h')
      return 'slept well'
    } catch (error) {
      if (!isReyieldError(error, 'CANCELED')) throw error
      yield* lock('front door') // works as usual, because the request is thrown once
      return 'went home' // closes as COMPLETED; rethrowing the error would close as CANCELED
    }
  },
)

export { done, impl as booking }
