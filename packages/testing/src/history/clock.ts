/** The time of a fake history. Each transaction is one step after the one before, unless the test sets its time. */
export interface Clock {
  /** Time of the last transaction. */
  readonly last: number | undefined
  /** The time that the test has set for the next transaction. */
  readonly nextAt: number | undefined
  /** Milliseconds between transactions. */
  readonly step: number
  readonly start: number
}

/** The time of the next transaction. `due`: SWF records it no earlier, as with the firing of a timer. */
export function nextTime(clock: Clock, due = -Infinity): number {
  const { last, nextAt, step, start } = clock
  return nextAt ?? Math.max(last === undefined ? start : last + step, due)
}
