import {
  activities,
  all,
  isReyieldError,
  now,
  race,
  shield,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'

/** Five workflows, each with a different kind of bug, and each without it. */

interface Impl {
  bookRoom(trip: string): Promise<string>
  bookFlight(trip: string): Promise<string>
  cancelRoom(trip: string): Promise<void>
  cancelFlight(trip: string): Promise<void>
  charge(items: string[]): Promise<string>
  priceOf(item: string): Promise<number>
  remind(who: string): Promise<void>
}

const once = activities<Impl>({ startToClose: '5m' })
export const { charge, priceOf, remind } = once
export const { bookRoom, bookFlight } = once
export const { cancelRoom, cancelFlight } = activities<Impl>({
  startToClose: '5m',
  retry: { maximumAttempts: 10 },
})
const bookAgain = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 3 } })

export const added = signal<string>('added')
export const checkout = signal('checkout')
const day = { executionStartToClose: '1 day' } as const

/** Undoes a step when it fails. Bug: a cancel request between two steps undoes nothing. */
export const careless = workflow({ name: 'trip', ...day }, async function* (trip: string) {
  yield* bookOrUndo(bookRoom, trip, [cancelRoom])
  yield* sleep('1h')
  yield* bookOrUndo(bookFlight, trip, [cancelFlight, cancelRoom])
  return 'travels'
})

async function* bookOrUndo(book: typeof bookRoom, trip: string, undo: readonly (typeof cancelRoom)[]) {
  try {
    yield* book(trip)
  } catch (error) {
    yield* shield(
      (function* () {
        for (const step of undo) yield* step(trip)
      })(),
    )
    throw error
  }
}

export const careful = workflow({ name: 'trip', ...day }, async function* (trip: string) {
  const undo: (typeof cancelRoom)[] = []
  try {
    undo.push(cancelRoom)
    yield* bookRoom(trip)
    undo.push(cancelFlight)
    yield* bookFlight(trip)
    yield* sleep('1h')
    return 'traveled'
  } catch (error) {
    yield* shield(
      (function* () {
        for (const step of undo.reverse()) yield* step(trip)
      })(),
    )
    throw error
  }
})

/** Bug: items that are added while the card is charged are lost. */
export const forgetful = workflow({ name: 'cart', ...day }, async function* () {
  const items: string[] = []
  for (;;) {
    const came = yield* race({ added, checkout })
    if (came.winner === 'checkout') break
    items.push(came.value)
  }
  yield* charge(items)
  return { sold: items, late: [] as string[] }
})

export const attentive = workflow({ name: 'cart', ...day }, async function* () {
  const items: string[] = []
  for (;;) {
    const came = yield* race({ added, checkout })
    if (came.winner === 'checkout') break
    items.push(came.value)
  }
  yield* charge(items)
  return { sold: items, late: yield* added.drain() }
})

/** Items after the first 100 cost half. Bug: which ones these are depends on the order in which prices arrive. */
export const orderly = workflow({ name: 'total', ...day }, async function* (items: string[]) {
  let total = 0
  yield* all(
    items.map(item =>
      (function* () {
        const price = yield* priceOf(item)
        total += total >= 100 ? price / 2 : price
      })(),
    ),
  )
  return total
})

export const orderFree = workflow({ name: 'total', ...day }, async function* (items: string[]) {
  const prices = yield* all(items.map(item => priceOf(item)))
  return prices.reduce((total, price) => total + (total >= 100 ? price / 2 : price), 0)
})

/** Bug: an attempt that timed out may have booked the room. */
export const insistent = workflow({ name: 'room', ...day }, async function* (trip: string) {
  return yield* bookAgain.bookRoom(trip)
})

/** Undoes what may have been done before it retries. */
export const patient = workflow({ name: 'room', ...day }, async function* (trip: string) {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* bookRoom(trip)
    } catch (error) {
      if (isReyieldError(error, 'CANCELED') || attempt === 3) throw error
      yield* cancelRoom(trip)
    }
  }
})

/** Bug: reads the wall clock, so every replay gets another time. */
export const impatient = workflow({ name: 'reminder', ...day }, async function* (who: string) {
  const [, late] = yield* all([
    remind(who),
    (function* () {
      yield* sleep('1m')
      return Date.now() > Date.UTC(2026, 0, 1)
    })(),
  ])
  return late ? 'late' : 'in time'
})

export const timely = workflow({ name: 'reminder', ...day }, async function* (who: string) {
  const [, late] = yield* all([
    remind(who),
    (function* () {
      yield* sleep('1m')
      return (yield* now()) > new Date('2026-01-01')
    })(),
  ])
  return late ? 'late' : 'in time'
})
