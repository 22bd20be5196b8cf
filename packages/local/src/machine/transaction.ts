/** A history event as in SWF's protocol. The attributes are in the member `<type>EventAttributes`. */
export interface WireEvent {
  readonly eventId: number
  /** Epoch seconds, with milliseconds as decimals, as Amazon SWF writes it. */
  readonly eventTimestamp: number
  readonly eventType: string
  readonly [attributes: string]: unknown
}

/** What a request or a deadline records. It becomes a transaction when it gets its number and time in the log. */
export interface Draft {
  readonly kind: string
  /** The execution, domain or type that the transaction is about. */
  readonly key: string
  readonly events?: readonly WireEvent[] | undefined
  readonly data?: unknown
}

/** One entry of the log. The state of the local SWF is computed from the log alone, by applying its transactions in order. */
export interface Transaction extends Draft {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number
  /** Epoch milliseconds. Never less than that of the previous transaction. */
  readonly at: number
}
