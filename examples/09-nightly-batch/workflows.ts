import { activities, child, map, status, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'
import { cut, type Batch, type Failed, type Part, type Progress, type Report } from './batch.ts'

const { addInterest } = activities<typeof impl>({
  startToClose: '5s', // after a crash of its worker, it's done again that soon
  retry: { maximumAttempts: 3, nonRetryable: ['AccountLockedError'] },
})

/** The items of one child. Each has a history of its own, which may have 25,000 events: enough for some thousand items. */
const partSize = 100

/** Adds interest to the accounts of one part. An account that fails doesn't stop the others. How many run at a time is up to the workers. */
export const interestPart = workflow(
  { name: 'interestPart', taskList: 'batch', executionStartToClose: '6h', taskStartToClose: '5s' },
  async function* ({ accounts, ...night }: Part): AsyncGenerator<unknown, Report> {
    const outcomes = yield* map(accounts, account => addInterest({ ...night, account }), {
      tolerate: Infinity,
    })
    const failed = outcomes.flatMap((outcome, nth) =>
      outcome.status === 'rejected'
        ? [{ account: accounts[nth]!, reason: reasonOf(outcome.reason as Error) }]
        : [],
    )
    return { done: accounts.length - failed.length, failed }
  },
)

/**
 * Adds interest to all accounts: by children for 100 accounts each, at most eight of them at a time. Its result names the accounts that
 * failed, so that another batch can do these alone. If there are too many of them, the batch fails.
 */
export const interestBatch = workflow(
  { name: 'interestBatch', taskList: 'batch', executionStartToClose: '12h', taskStartToClose: '5s' },
  async function* (batch: Batch): AsyncGenerator<unknown, Report> {
    const { night, round, tolerate } = batch
    const accounts =
      typeof batch.accounts === 'number'
        ? Array.from({ length: batch.accounts }, (_, index) => index + 1)
        : batch.accounts
    let done = 0
    const failed: Failed[] = []

    const parts = cut(accounts, partSize)
    const outcomes = yield* map(
      parts,
      async function* (part) {
        const report = yield* child(interestPart, { night, round, accounts: part })
        done += report.done
        failed.push(...report.failed)
        yield* status({ done, failed: failed.length, of: accounts.length } satisfies Progress)
      },
      { concurrency: 8, tolerate: Infinity },
    )
    for (const [nth, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue // this child has reported by itself
      failed.push(...parts[nth]!.map(account => ({ account, reason: reasonOf(outcome.reason as Error) })))
    }
    if (failed.length > tolerate) throw new TooManyFailedError(failed.length, tolerate)
    return { done, failed: failed.toSorted((a, b) => a.account - b.account) }
  },
)

/** The error of the activity, or what has happened to the child. */
const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message)

/** More accounts failed than the batch tolerates. */
class TooManyFailedError extends Error {
  override readonly name = 'TooManyFailedError'
  constructor(failed: number, tolerated: number) {
    super(`${failed} accounts failed, ${tolerated} are tolerated`)
  }
}
