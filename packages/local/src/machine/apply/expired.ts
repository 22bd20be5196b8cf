import { parseDomainKey } from '../keys.ts'
import { firstExpiry, type ExpiredData } from '../state/retention.ts'
import type { State } from '../state/state.ts'
import type { Transaction } from '../transaction.ts'
import { executionObsolete } from './obsolete.ts'

export function expired(state: State, { seq, key, data }: Transaction): void {
  const { closedUpTo } = data as ExpiredData
  const domain = state.domains.get(parseDomainKey(key))!
  for (let first = domain.closed.first(); first !== undefined; first = domain.closed.first()) {
    if (first.closed!.seq > closedUpTo) break
    domain.closed.remove(first)
    domain.started.remove(first)
    state.executions.delete(first.runId)
    executionObsolete(state, first)
  }
  state.pendingTransitions.settled()
  // this transaction also removes everything that the previous one did
  if (domain.expiredSeq > 0) state.obsolete.push([domain.expiredSeq])
  domain.expiredSeq = seq
  state.nextExpiry = Infinity
  for (const each of state.domains.all()) expiryMayCome(state, firstExpiry(each, state.limits))
}

/** Records that closed executions of some domain expire at a time (epoch milliseconds). */
export function expiryMayCome(state: State, at: number): void {
  state.nextExpiry = Math.min(state.nextExpiry, at)
}
