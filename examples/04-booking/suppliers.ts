import type { Mocks } from '@reyield/testing'
import type * as impl from './activities.ts'

/** Mocks of airlines and banks, and what is currently reserved and booked there. */
export interface Suppliers {
  readonly activities: Required<Mocks<typeof impl>>
  /** Current reservations, oldest first: `seats on KL`, `payment by visa`, `booking on KL`. */
  readonly reservations: readonly string[]
}

/** There are itineraries KL and SK. ann has two cards, bob has one. A call only fails if nothing is left to choose. */
export function suppliers(): Suppliers {
  const reservations: string[] = []
  const add = (what: string) => {
    if (!reservations.includes(what)) reservations.push(what)
  }
  const remove = (what: string) => {
    reservations.splice(0, Infinity, ...reservations.filter(one => !one.startsWith(what)))
  }
  return {
    reservations,
    activities: {
      selectItinerary({ except }) {
        const id = another('itinerary', ['KL', 'SK'], except)
        add(`seats on ${id}`)
        return { id, price: 100 }
      },
      takePersonalDetails({ trip: { traveler }, except }) {
        return { traveler, card: another('card', cards[traveler]!, except) }
      },
      validatePayment({ details }) {
        add(`payment by ${details.card}`)
      },
      confirmBooking({ itinerary: { id } }) {
        add(`booking on ${id}`)
        return `ticket on ${id}`
      },
      releaseSeats: () => remove('seats'),
      releasePayment: ({ card }) => remove(`payment by ${card}`),
      cancelBooking: () => remove('booking'),
    },
  }
}

const cards: Readonly<Record<string, readonly string[]>> = { ann: ['visa', 'amex'], bob: ['visa'] }

function another(what: string, all: readonly string[], except: readonly string[]): string {
  const found = all.find(one => !except.includes(one))
  if (found === undefined) throw Object.assign(new Error(`no ${what} is left`), { name: 'NothingLeftError' })
  return found
}
