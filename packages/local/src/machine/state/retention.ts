import { toMilliseconds } from '../../model/durations.ts'
import type { Domain, Execution } from './execution.ts'
import { domainKey } from '../keys.ts'
import type { Limits } from '../../model/limits.ts'
import type { State } from './state.ts'
import type { Draft } from '../transaction.ts'

/** Identifies the closed executions of a domain (the key of the transaction) whose retention has passed. */
export interface ExpiredData {
  /** The number of the transaction that closed the last of them. */
  readonly closedUpTo: number
}

/** Milliseconds. */
const DAY = 24 * 60 * 60 * 1000

/**
 * How long closed executions of a domain are kept, in milliseconds. According to the API reference, a domain with retention NONE
 * or 0 keeps none, but real clients read executions after the close. So they are kept for `graceDays` (swf-semantics.md §2.2).
 */
const retentionMs = ({ retention }: Domain, { graceDays }: Limits) =>
  (Number(retention) > 0 ? Number(retention) : graceDays) * DAY

/** Epoch milliseconds. */
const closedAt = ({ closed }: Execution) => toMilliseconds(closed!.timestamp)

/** When the first closed execution of a domain expires, in epoch milliseconds. Infinity if none is closed. */
export function firstExpiry(domain: Domain, limits: Limits): number {
  const first = domain.closed.first()
  return first === undefined ? Infinity : closedAt(first) + retentionMs(domain, limits)
}

/** How many executions one transaction removes. A server with many to remove handles requests in between. */
const maxPerTransaction = 500

/** The draft that removes the closed executions of a domain whose retention has passed, if there are any. */
export function expiryDraft(state: State, now: number): Draft | undefined {
  if (now < state.nextExpiry) return undefined
  for (const domain of state.domains.all()) {
    let closedUpTo = 0
    let count = 0
    for (const execution of domain.closed.along({ oldestDate: 0 }, true)) {
      if (closedAt(execution) + retentionMs(domain, state.limits) > now || ++count > maxPerTransaction) break
      closedUpTo = execution.closed!.seq
    }
    const data: ExpiredData = { closedUpTo }
    if (closedUpTo > 0) return { kind: 'executions-expired', key: domainKey(domain), data }
  }
  return undefined
}
