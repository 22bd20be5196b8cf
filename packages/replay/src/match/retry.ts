import { createHash } from 'node:crypto'
import type { ActivityOperation, RetryData } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Entry } from './ledger.ts'

/**
 * L1: tries a failed activity again, or throws its failure into the workflow. `names` are what the policy may exclude by:
 * class names and codes of the failure. Waiting is a timer `<id>~<attempt>`; the next attempt has the same activity id.
 */
export function retryOrReject(engine: Engine, entry: Entry, names: readonly unknown[], error: Error): void {
  const policy = entry.retry
  if (policy === undefined || !allows(policy, entry.attempt, names))
    engine.scheduler.reject(entry.waiter!, error)
  else engine.ledger.backOff(entry, waitOf(policy, entry, engine.execution.runId))
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

function allows({ attempts, nonRetryable }: RetryData, attempt: number, names: readonly unknown[]): boolean {
  return (
    (attempts === 'unlimited' || attempt < attempts) &&
    !names.some(name => nonRetryable.includes(name as string))
  )
}

/** Milliseconds before the next attempt, less by up to a quarter: by a hash, so that it is the same in every replay. */
function waitOf({ initial, backoff, maximum }: RetryData, { id, attempt }: Entry, runId: string): number {
  const full = Math.min(initial * backoff ** (attempt - 1), maximum)
  const share = createHash('sha256').update(`${runId} ${id} ${attempt}`).digest().readUInt32BE() / 2 ** 32
  return Math.round(full * (1 - share / 4))
}
