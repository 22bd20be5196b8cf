import type { inShort } from './booking.ts'

/** The moments of a booking in short, with variables. */
export const bookingMoments: readonly ReturnType<typeof inShort>[] = [
  {
    eventId: 3,
    branches: [
      {
        waits: ['', 'saga(…)', '1', 1],
        line: 'return yield* saga(undo => bookOnce(trip, tried, attempt, undo))',
        variables: {
          attempt: '{}',
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          problems: '[]',
        },
      },
      {
        waits: ['1.1', "activity 'selectItinerary'", '1.1.1', 1],
        line: 'const itinerary = yield* selectItinerary({ trip, except: [...tried] })',
        variables: {
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          attempt: '{}',
          undo: 'function',
          itinerary: 'undefined',
          details: 'undefined',
          first: 'undefined',
          ticket: 'undefined',
        },
      },
    ],
    unread: [],
    decisions: ["schedule activity 'selectItinerary' (id '1.1.1')"],
  },
  {
    eventId: 17,
    branches: [
      {
        waits: ['', 'saga(…)', '1', 1],
        line: 'return yield* saga(undo => bookOnce(trip, tried, attempt, undo))',
        variables: {
          attempt: '{itinerary: "KL"}',
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          problems: '[]',
        },
      },
      {
        waits: ['1.1', 'saga(…)', '1.1.3', 13],
        line: 'yield* saga(async function* (undo) {',
        variables: {
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          attempt: '{itinerary: "KL"}',
          undo: 'function',
          itinerary: '{id: "KL", price: 100}',
          details: 'undefined',
          first: 'undefined',
          ticket: 'undefined',
        },
      },
      {
        waits: ['1.1.3.1', "activity 'validatePayment'", '1.1.3.1.1', 13],
        line: 'yield* validatePayment({ booking: trip.booking, details, amount: itinerary.price })',
        variables: { undo: 'function' },
      },
    ],
    unread: [],
    decisions: ["schedule activity 'validatePayment' (id '1.1.3.1.1')"],
  },
  {
    eventId: 22,
    branches: [
      {
        waits: ['', 'saga(…)', '1', 1],
        line: 'return yield* saga(undo => bookOnce(trip, tried, attempt, undo))',
        variables: {
          attempt: '{itinerary: "KL"}',
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          problems: '[]',
        },
      },
      {
        waits: ['1.1', 'saga(…)', '1.1.3', 13],
        line: 'yield* saga(async function* (undo) {',
        variables: {
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          attempt: '{itinerary: "KL"}',
          undo: 'function',
          itinerary: '{id: "KL", price: 100}',
          details: 'undefined',
          first: 'undefined',
          ticket: 'undefined',
        },
      },
      {
        waits: ['1.1.3.1', 'shield(…)', '1.1.3.1.2', 19],
        line: 'yield* saga(async function* (undo) {',
        variables: {},
      },
      {
        waits: ['1.1.3.1.2', "activity 'releasePayment'", '1.1.3.1.2.1', 19],
        line: 'const release = () => releasePayment({ booking: trip.booking, card })',
      },
    ],
    unread: [],
    decisions: ["schedule activity 'releasePayment' (id '1.1.3.1.2.1')"],
  },
  {
    eventId: 41,
    branches: [
      {
        waits: ['', 'saga(…)', '1', 1],
        line: 'return yield* saga(undo => bookOnce(trip, tried, attempt, undo))',
        variables: {
          attempt: '{itinerary: "KL"}',
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          problems: '[]',
        },
      },
      {
        waits: ['1.1', 'race(…)', '1.1.6', 37],
        line: 'const first = yield* race({ approved, late: sleep(trip.approveWithin) })',
        variables: {
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          attempt: '{itinerary: "KL"}',
          undo: 'function',
          itinerary: '{id: "KL", price: 100}',
          details: '{traveler: "ann", card: "amex"}',
          first: 'undefined',
          ticket: 'undefined',
        },
      },
      {
        waits: ['1.1.6.1', "receive of signal 'approved'", undefined, 37],
        line: 'const first = yield* race({ approved, late: sleep(trip.approveWithin) })',
      },
      {
        waits: ['1.1.6.2', 'sleep of 172800000 ms', '1.1.6.2.1', 37],
        line: 'const first = yield* race({ approved, late: sleep(trip.approveWithin) })',
      },
    ],
    unread: [],
    decisions: ["start timer of 172800 s (id '1.1.6.2.1')"],
  },
  {
    eventId: 47,
    branches: [
      {
        waits: ['', 'saga(…)', '1', 1],
        line: 'return yield* saga(undo => bookOnce(trip, tried, attempt, undo))',
        variables: {
          attempt: '{itinerary: "KL"}',
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          problems: '[]',
        },
      },
      {
        waits: ['1.1', "activity 'confirmBooking'", '1.1.7', 42],
        line: 'const ticket = yield* confirmBooking({ trip, itinerary, details })',
        variables: {
          trip: '{booking: "B-1", traveler: "ann", from: "Oslo", to: "Rome", approveWithin: "2 days"}',
          tried: '[]',
          attempt: '{itinerary: "KL"}',
          undo: 'function',
          itinerary: '{id: "KL", price: 100}',
          details: '{traveler: "ann", card: "amex"}',
          first: '{winner: "approved", value: Object}',
          ticket: 'undefined',
        },
      },
    ],
    unread: [],
    decisions: ["cancel timer (id '1.1.6.2.1')", "schedule activity 'confirmBooking' (id '1.1.7')"],
  },
]
