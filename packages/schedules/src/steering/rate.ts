import { nextAfter, type Times } from '../times/cron.ts'

/** How many children a second SWF starts for an account and region, after a burst of 500 (StartChildWorkflowExecution 500/12). */
const startsPerSecond = 12
/** How many times tell how often a schedule runs. */
const sampled = 20

/** How many runs a schedule starts per second, on average over its next times. */
export function rateOf(times: Times, now: number): number {
  if (times.every !== undefined) return 1000 / times.every
  try {
    const next = nextAfter(times)
    const first = next(now)
    let last = first
    let found = 0
    for (let time = first; time !== undefined && found < sampled; time = next(time), found++) last = time
    return found < 2 ? 0 : ((found - 1) * 1000) / (last! - first!)
  } catch {
    return 0 // an expression of another croner
  }
}

/** A warning if schedules start more runs than SWF allows. */
export function rateWarning(rates: readonly number[]): string | undefined {
  const total = rates.reduce((sum, rate) => sum + rate, 0)
  if (total <= startsPerSecond) return undefined
  return (
    `The ${rates.length} schedules of the domain start ${total.toFixed(1)} runs a second, but SWF starts ${startsPerSecond} children a ` +
    `second for an account and region. Runs will start late: make some schedules less frequent, or let one run do the work of several`
  )
}
