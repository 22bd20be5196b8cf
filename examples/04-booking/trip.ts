/** A traveler's request. */
export interface Trip {
  /** The reference under which everything is booked and undone. */
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

/** The result of a booking that didn't fail. */
export type Booked =
  | { readonly state: 'booked'; readonly ticket: string; readonly approvedBy: string }
  | { readonly state: 'expired'; readonly itinerary: string }
