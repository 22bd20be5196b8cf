import type { Mocks } from '@reyield/testing'
import type * as impl from './activities.ts'

/** An outside options for tests, and what is held, reserved and booked in it. */
export interface Outside {
  readonly activities: Required<Mocks<typeof impl>>
  /** What stands there, in the order in which it came: `seats on KL`, `payment by visa`, `booking on KL`. */
  readonly stands: readonly string[]
}

/** Itineraries KL and SK; ann has two cards, bob has one. Nothing fails there, but that nothing is left to choose. */
export function outside(): Outside {
  const stands: string[] = []
  const add = (what: string) => {
    if (!stands.includes(what)) stands.push(what)
  }
  const remove = (what: string) => {
    stands.splice(0, Infinity, ...stands.filter(one => !one.startsWith(what)))
  }
  return {
    stands,
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
