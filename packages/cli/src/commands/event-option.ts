import type { RecordedRun } from '@reyield/inspect'
import { UsageError } from '../errors/usage.ts'
import type { Given } from './given.ts'

/** The event that `--at` names; undefined without one. */
export function eventIn(given: Given, { events }: RecordedRun): number | undefined {
  const at = given.whole('at', 1, 25_000)
  if (at === undefined || at <= events.length) return at
  throw new UsageError(`--at is ${at}, but the history has ${events.length} events so far`)
}
