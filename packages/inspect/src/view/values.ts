/** An event of the history. */
export interface EventRef {
  readonly eventId: number
  readonly at: Date
}

/** A payload. Its value is there only if payloads were asked for (`decode`). */
export interface PayloadView {
  /** Characters as SWF stores them. */
  readonly size: number
  /** The deserialized value. */
  readonly value?: unknown
  /** Why it can't be read: the code of the error. */
  readonly unreadable?: string
}

/** A failure as it was recorded. Its data is a payload; the class and the message aren't, if SWF's `reason` has them. */
export interface FailureView {
  /** The class of the error, or SWF's timeout type. */
  readonly name: string
  readonly message: string | undefined
  readonly code: string | undefined
  readonly cause: FailureView | undefined
  /** The errors of an AggregateError. */
  readonly errors?: readonly FailureView[]
  /** SWF's `details`. Of an error that Reyield recorded, the value has its stack and its data. */
  readonly details: PayloadView | undefined
}

/** A type's name and version. */
export interface TypeView {
  readonly name: string
  readonly version: string
}
