import { toMilliseconds } from '../../model/durations.ts'
import type { Domain, Execution } from './execution.ts'
import { domainKey } from '../keys.ts'
import type { Limits } from '../../model/limits.ts'
import type { State } from './state.ts'
import type { Draft } from '../transaction.ts'

/** The closed executions of a domain (the key) whose retention has passed. */
export interface ExpiredData {
  /** The number of the transaction with which the last of them closed. */
  readonly closedUpTo: number
}

/** Milliseconds. */
const DAY = 24 * 60 * 60 * 1000

/**
 * Milliseconds for which closed executions of a domain stay. The API reference has those of a domain with retention NONE or
 * 0 go at once, yet real clients read them after the close: they stay for a while (swf-semantics.md §2.2).
 */
const retentionMs = ({ retention }: Domain, { graceDays }: Limits) =>
  (Number(retention) > 0 ? Number(retention) : graceDays) * DAY

/** Epoch milliseconds. */
const closedAt = ({ closed }: Execution) => toMilliseconds(closed!.timestamp)

/** Epoch milliseconds at which the execution of a domain that closed first is gone; Infinity when none is closed. */
export function firstExpiry(domain: Domain, limits: Limits): number {
  const first = domain.closed.first()
  return first === undefined ? Infinity : closedAt(first) + retentionMs(domain, limits)
}

/** Executions that one transaction removes: a server that has many to remove answers requests in between. */
const maxPerTransaction = 500

/** The transaction that removes the closed executions of a domain whose retention has passed, if there are any. */
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
