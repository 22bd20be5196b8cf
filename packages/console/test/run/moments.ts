const trip = '{booking: "B-1", traveler: "bob", from: "Oslo", to: "Rome", approveWithin: "2 days"}'
const undo = 'function'

const main = (attempt: string) => ({
  waitsFor: 'saga(…)',
  variables: { attempt, trip, tried: '[]', problems: '[]' },
})

const attempt = '{itinerary: "KL-17"}'
const itinerary = '{id: "KL-17", price: 420}'

/** What the page says of three moments of the booking: the first call, a failed call, the wait for an approval. */
export const momentsOfBooking = [
  {
    event: 'selectItinerary (1.1.1) started',
    history: 'selectItinerary (1.1.1) started',
    steps: [
      'selectItinerary: running',
      'takePersonalDetails: not requested yet',
      'validatePayment: not requested yet',
      'timer 2d: not requested yet',
    ],
    lines: ['const itinerary = yield* selectItinerary({ trip, except: [...tried] })'],
    branches: [
      { waitsFor: "activity 'selectItinerary'", variables: { trip, tried: '[]', attempt: '{}', undo } },
      main('{}'),
    ],
  },
  {
    event: 'validatePayment (1.1.3.1.1) failed',
    history: 'validatePayment (1.1.3.1.1) failed',
    steps: [
      'selectItinerary: completed',
      'takePersonalDetails: completed',
      'validatePayment: retrying',
      'timer 2d: not requested yet',
    ],
    lines: [
      'yield* saga(async function* (undo) {',
      'yield* validatePayment({ booking: trip.booking, details, amount: itinerary.price })',
    ],
    branches: [
      { waitsFor: "activity 'validatePayment'", variables: { undo2: 'function' } },
      { waitsFor: 'saga(…)', variables: { trip, tried: '[]', attempt, undo, itinerary } },
      main(attempt),
    ],
  },
  {
    event: 'start timer (1.1.4.2.1) of 2d',
    history: 'start timer (1.1.4.2.1) of 2d',
    steps: [
      'selectItinerary: completed',
      'takePersonalDetails: completed',
      'validatePayment: completed',
      'timer 2d: running',
    ],
    lines: ['const first = yield* race({ approved, late: sleep(trip.approveWithin) })'],
    branches: [
      { waitsFor: "receive of signal 'approved'", variables: {} },
      { waitsFor: 'sleep of 172800000 ms', variables: {} },
      {
        waitsFor: 'race(…)',
        variables: {
          trip,
          tried: '[]',
          attempt,
          undo,
          itinerary,
          details: '{traveler: "bob", card: "visa"}',
        },
      },
      main(attempt),
    ],
  },
]
