import type { ExpiredData } from './apply/expired.ts'
import { toMilliseconds } from './durations.ts'
import type { Limits } from './limits.ts'
import type { Domain, State } from './state.ts'
import type { Draft } from './transaction.ts'

/** Milliseconds. */
const DAY = 24 * 60 * 60 * 1000

/**
 * Epoch milliseconds at which the execution of a domain that closed first is gone. The API reference has those of a domain
 * with retention NONE or 0 go at once, yet real clients read them after the close: they stay for a while.
 */
export function firstExpiry({ closed, retention }: Domain, { graceDays }: Limits): number {
  const first = closed.first()
  if (first === undefined) return Infinity
  const days = Number(retention) > 0 ? Number(retention) : graceDays
  return toMilliseconds(first.closed!.timestamp) + days * DAY
}

/** The transaction that takes away the closed executions of a domain whose retention has passed, if there are any. */
export function expiryDraft(state: State, now: number): Draft | undefined {
  if (now < state.nextExpiry) return undefined
  for (const domain of state.domains.values()) {
    const first = firstExpiry(domain, state.limits)
    if (first > now) continue
    const kept = first - toMilliseconds(domain.closed.first()!.closed!.timestamp)
    let closedUpTo = 0
    for (const { closed } of domain.closed.along({ oldestDate: 0 }, true)) {
      if (toMilliseconds(closed!.timestamp) + kept > now) break
      closedUpTo = closed!.seq
    }
    const data: ExpiredData = { closedUpTo }
    return { kind: 'executions-expired', key: domain.name, data }
  }
  return undefined
}
