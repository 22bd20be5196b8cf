/** The time of a fake history: each transaction is a step after the one before, if the test says nothing else. */
export interface Clock {
  /** Time of the last transaction. */
  readonly last: number | undefined
  /** What the test has said of the next one. */
  readonly said: number | undefined
  /** Milliseconds between transactions. */
  readonly step: number
  readonly start: number
}

/** Time of the next transaction. `due`: SWF doesn't record it earlier, as the firing of a timer. */
export function nextTime(clock: Clock, due = -Infinity): number {
  const { last, said, step, start } = clock
  return said ?? Math.max(last === undefined ? start : last + step, due)
}
