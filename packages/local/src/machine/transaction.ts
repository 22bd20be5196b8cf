/** A history event as it stands on the wire: epoch-second timestamps, attributes under `<type>EventAttributes`. */
export interface WireEvent {
  readonly eventId: number
  /** Epoch seconds with milliseconds, as Amazon SWF prints it. */
  readonly eventTimestamp: number
  readonly eventType: string
  readonly [attributes: string]: unknown
}

/** What a request or a deadline wants to have recorded; it becomes a transaction when it gets its place in the log. */
export interface Draft {
  readonly kind: string
  /** What the transaction is about: an execution, a domain, a type. */
  readonly key: string
  readonly events?: readonly WireEvent[] | undefined
  readonly data?: unknown
}

/** One entry of the log, the only truth of the local SWF: state is what `apply` makes of all of them in order. */
export interface Transaction extends Draft {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number
  /** Epoch milliseconds; never less than that of the transaction before. */
  readonly at: number
}
