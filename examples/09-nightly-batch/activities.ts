import type { Posting } from './batch.ts'

/** Adds interest to an account for a night. If it has been added before, nothing happens. */
export async function addInterest({ night, round, account }: Posting): Promise<void> {
  if (isLocked(account, round)) throw new AccountLockedError(account)
  booked.add(`${night} ${account}`)
}

/** What has been booked. A real bank keeps it in its database, with a unique key of night and account. */
const booked = new Set<string>()

/** In the first round, one account in 250 is locked, because another program changes it. */
const isLocked = (account: number, round: number) => round === 1 && account % 250 === 0

/** An account can't be changed. Another attempt in the next seconds wouldn't help. */
class AccountLockedError extends Error {
  override readonly name = 'AccountLockedError'
  constructor(account: number) {
    super(`account ${account} is locked`)
  }
}
