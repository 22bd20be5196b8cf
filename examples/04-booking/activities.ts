import { setTimeout } from 'node:timers/promises'
import type { ActivityContext } from '@reyield/worker'
import type { Details, Itinerary, Trip } from './trip.ts'

// The outside options: airlines and banks, as far as this example needs them.
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
const heardOf = new Set<string>()

/** There is no alternative left; trying again won't help. */
class NothingLeftError extends Error {
  override readonly name = 'NothingLeftError'
}

/** A clear no; trying again won't help. */
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
  say(`holds seats on ${itinerary.id} for ${trip.booking}`)
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
  say(`takes the details of ${traveler}, who pays by ${card}`)
  return { traveler, card }
}

/** Reserves the amount. The bank never answers the first call about a booking; the next try finds it awake. */
export async function validatePayment(
  { booking, details, amount }: { booking: string; details: Details; amount: number },
  { signal }: ActivityContext,
): Promise<void> {
  const { traveler, card } = details
  await work(signal)
  if (!heardOf.has(booking)) {
    heardOf.add(booking)
    say(`hears nothing from the bank about ${booking}`)
    throw new Error('the bank does not answer')
  }
  const limit = cards[traveler]?.[card] ?? 0
  if (limit < amount) throw new RefusedError(`${card} is refused for ${amount}`)
  say(`reserves ${amount} on ${card} for ${booking}`)
}

/** Buys what was held, with what was reserved. */
export async function confirmBooking(
  { trip, itinerary, details }: { trip: Trip; itinerary: Itinerary; details: Details },
  { signal }: ActivityContext,
): Promise<string> {
  await work(signal)
  say(`confirms ${trip.booking} for ${details.traveler}`)
  return `ticket ${trip.booking} on ${itinerary.id}`
}

export async function releaseSeats(booking: string, { signal }: ActivityContext): Promise<void> {
  await work(signal)
  say(`releases the seats of ${booking}`)
}

export async function releasePayment(
  { booking, card }: { booking: string; card: string },
  { signal }: ActivityContext,
): Promise<void> {
  await work(signal)
  say(`releases what was reserved on ${card} for ${booking}`)
}

export async function cancelBooking(booking: string, { signal }: ActivityContext): Promise<void> {
  await work(signal)
  say(`cancels ${booking} with the airline`)
}

/** Airlines and banks take their time. */
const work = (signal: AbortSignal) => setTimeout(100, undefined, { signal })

const say = (what: string) => console.log(`worker ${process.pid} ${what}`)
