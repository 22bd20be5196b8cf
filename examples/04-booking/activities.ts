import { setTimeout } from 'node:timers/promises'
import type { ActivityContext } from '@reyield/worker'
import type { Details, Itinerary, Trip } from './trip.ts'

// Airlines and banks, as far as this example needs them.
const itineraries: readonly Itinerary[] = [
  { id: 'KL-17', price: 420 },
  { id: 'SK-4', price: 180 },
]
/** Travelers' cards and their limits. */
const cards: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ann: { visa: 100, amex: 200 },
  bob: { visa: 500 },
  carl: { visa: 50 },
  dora: { visa: 500 },
}
/** Bookings for which the bank was called. */
const called = new Set<string>()

/** No alternative is left. It isn't retried. */
class NothingLeftError extends Error {
  override readonly name = 'NothingLeftError'
}

/** A definite refusal. It isn't retried. */
class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** Chooses the best itinerary that hasn't been tried, and holds its seats. */
export async function selectItinerary(
  { trip, except }: { trip: Trip; except: readonly string[] },
  { signal }: ActivityContext,
): Promise<Itinerary> {
  await work(signal)
  const itinerary = itineraries.find(({ id }) => !except.includes(id))
  if (itinerary === undefined) throw new NothingLeftError('every itinerary has been tried')
  print(`holds seats on ${itinerary.id} for ${trip.booking}`)
  return itinerary
}

/** Asks the traveler how to pay, with a card that hasn't been refused. */
export async function takePersonalDetails(
  { trip, except }: { trip: Trip; except: readonly string[] },
  { signal }: ActivityContext,
): Promise<Details> {
  await work(signal)
  const { traveler } = trip
  const card = Object.keys(cards[traveler] ?? {}).find(name => !except.includes(name))
  if (card === undefined) throw new NothingLeftError(`no card of ${traveler} was accepted`)
  print(`takes the details of ${traveler}, who pays by ${card}`)
  return { traveler, card }
}

/** Reserves the amount. The bank doesn't answer the first call about a booking, so it is retried. */
export async function validatePayment(
  { booking, details, amount }: { booking: string; details: Details; amount: number },
  { signal }: ActivityContext,
): Promise<void> {
  const { traveler, card } = details
  await work(signal)
  if (!called.has(booking)) {
    called.add(booking)
    print(`gets no answer from the bank about ${booking}`)
    throw new Error('the bank does not answer')
  }
  const limit = cards[traveler]?.[card] ?? 0
  if (limit < amount) throw new RefusedError(`${card} is refused for ${amount}`)
  print(`reserves ${amount} on ${card} for ${booking}`)
}

/** Buys the seats with the reserved amount. */
export async function confirmBooking(
  { trip, itinerary, details }: { trip: Trip; itinerary: Itinerary; details: Details },
  { signal }: ActivityContext,
): Promise<string> {
  await work(signal)
  print(`confirms ${trip.booking} for ${details.traveler}`)
  return `ticket ${trip.booking} on ${itinerary.id}`
}

export async function releaseSeats(booking: string, { signal }: ActivityContext): Promise<void> {
  await work(signal)
  print(`releases the seats of ${booking}`)
}

export async function releasePayment(
  { booking, card }: { booking: string; card: string },
  { signal }: ActivityContext,
): Promise<void> {
  await work(signal)
  print(`releases the amount on ${card} for ${booking}`)
}

export async function cancelBooking(booking: string, { signal }: ActivityContext): Promise<void> {
  await work(signal)
  print(`cancels ${booking} with the airline`)
}

/** Each call takes a moment. */
const work = (signal: AbortSignal) => setTimeout(100, undefined, { signal })

const print = (what: string) => console.log(`worker ${process.pid} ${what}`)
