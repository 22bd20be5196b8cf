/** What a traveler asks for. */
export interface Trip {
  /** Under this reference everything is booked, and undone. */
  readonly booking: string
  readonly traveler: string
  readonly from: string
  readonly to: string
  /** How long a human may take to approve it. */
  readonly approveWithin: string
}

export interface Itinerary {
  readonly id: string
  readonly price: number
}

export interface Details {
  readonly traveler: string
  readonly card: string
}

/** How a booking ended, if nothing went wrong for good. */
export type Booked =
  | { readonly state: 'booked'; readonly ticket: string; readonly approvedBy: string }
  | { readonly state: 'expired'; readonly itinerary: string }
