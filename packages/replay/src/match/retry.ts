import { createHash } from 'node:crypto'
import { retryWait, type ActivityOperation, type RetryData } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Entry } from './ledger.ts'

/**
 * L1: tries a failed activity again, or throws its failure into the workflow. `names` are what the policy may exclude by:
 * class names and codes of the failure. Waiting is a timer `<id>~<attempt>`; the next attempt has the same activity id.
 */
export function retryOrReject(engine: Engine, entry: Entry, names: readonly string[], error: Error): void {
  const wait =
    entry.lingering || entry.retry === undefined ? undefined : retryWait(entry.retry, entry.attempt, names)
  if (wait === undefined) engine.scheduler.reject(entry.waiter!, error)
  else engine.ledger.backOff(entry, wait(shareOf(entry, engine.execution('the wait before a retry').runId)))
}

/**
 * The policy in force is that of the first recorded attempt, in its `control`: another policy in the code doesn't break
 * open executions. An attempt that was recorded without one isn't retried.
 */
export function recordedPolicy(control: string | undefined): RetryData | undefined {
  if (control === undefined) return undefined
  try {
    return (JSON.parse(control) as { retry?: RetryData } | null)?.retry
  } catch {
    return undefined // another decider's control
  }
}

/** What an activity's `control` carries (design: formats). */
export const controlOf = (entry: Entry): string | undefined => {
  const retry = entry.attempt === 1 ? (entry.operation as ActivityOperation<unknown>).retry : entry.retry
  return retry === undefined ? undefined : JSON.stringify({ retry })
}

/** By how much a wait is shortened, from 0 to 1: a hash, so that it is the same in every replay. */
function shareOf({ id, attempt }: Entry, runId: string): number {
  return createHash('sha256').update(`${runId} ${id} ${attempt}`).digest().readUInt32BE() / 2 ** 32
}
