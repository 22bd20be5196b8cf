/** One operation that the program waits for. */
export interface Waiting {
  readonly kind: 'activity' | 'timer' | 'signal'
  /** Of a signal: its name. */
  readonly id: string
  /** `wanted`: asked for, not recorded yet. `open`: recorded, not closed. */
  readonly state: 'wanted' | 'open'
  /** Activities only. */
  readonly name?: string
  readonly version?: string
  readonly input?: unknown
}

/** Something wanted in a completed episode that its batch did not record (rule W2): told, not accused. */
export interface Late {
  readonly kind: 'activity' | 'timer' | 'close'
  readonly id: string
  /** Id of the DecisionTaskCompleted whose batch lacks it. */
  readonly eventId: number
}

/** Where a replay stands. */
export interface ReplayReport {
  readonly waiting: readonly Waiting[]
  /** How the program has ended, if it has. */
  readonly ended: { readonly result: unknown } | { readonly error: unknown } | undefined
  /** What it last said of itself by `status(value)`, if it has. */
  readonly status: { readonly value: unknown } | undefined
  readonly late: readonly Late[]
  readonly warnings: readonly string[]
}
