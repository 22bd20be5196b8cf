import { explore, mock, run, type Mocks } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import * as impl from './activities.ts'
import type { Batch } from './batch.ts'
import { interestBatch, interestPart } from './workflows.ts'

const batch: Batch = { night: '2026-11-29', round: 1, accounts: 250, tolerate: 5 }
const children = [interestPart] // runs for real, too

it('adds interest to every account by children of 100, and names those that failed', async () => {
  const ran = await run(interestBatch, batch, { activities: impl, children, prefixes: 'none' })
  const failed = [{ account: 250, reason: 'account 250 is locked' }]
  expect(ran).toComplete({ done: 249, failed })
  expect(ran.calls.filter(({ kind }) => kind === 'activity')).toHaveLength(250)
  expect(ran.status!.value).toEqual({ done: 249, failed: 1, of: 250 })
})

it('does only the accounts that it is given, so that a second round can do those that failed', async () => {
  const again: Batch = { ...batch, round: 2, accounts: [250, 500] }
  const ran = await run(interestBatch, again, { activities: impl, children })
  expect(ran).toComplete({ done: 2, failed: [] })
})

it('fails if more accounts failed than are tolerated', async () => {
  const twoLocked: Batch = { ...batch, accounts: [249, 250, 500], tolerate: 1 }
  const ran = await run(interestBatch, twoLocked, { activities: impl, children })
  expect(String(ran.error)).toBe('TooManyFailedError: 2 accounts failed, 1 are tolerated')
})

it('counts all accounts of a child that ended without a report as failed', async () => {
  const ran = await run(
    interestBatch,
    { ...batch, accounts: [1, 2] },
    {
      children: [
        mock(interestPart, () => {
          throw new Error('no memory left')
        }),
      ],
    },
  )
  const reason = 'no memory left'
  expect(ran).toComplete({ done: 0, failed: [1, 2].map(account => ({ account, reason })) })
})

it('runs at most eight children at a time', async () => {
  let [open, most] = [0, 0]
  const part = mock(interestPart, async ({ accounts }, { sleep }) => {
    most = Math.max(most, ++open)
    await sleep('1m')
    open--
    return { done: accounts.length, failed: [] }
  })
  const { now } = await run(
    interestBatch,
    { ...batch, accounts: 10_000 },
    { children: [part], prefixes: 'none' },
  )
  expect([most, now.toISOString()]).toEqual([8, '2026-01-01T00:13:00.000Z']) // a hundred in 13 rounds of a minute
})

it('counts each account once, whatever fails and in whatever order', async () => {
  const activities = { addInterest: () => undefined } satisfies Mocks<typeof impl>
  const locked = Object.assign(new Error('locked'), { name: 'AccountLockedError' })
  const { complete } = await explore(
    interestPart,
    { night: '2026-11-29', round: 1, accounts: [1, 2] },
    {
      activities,
      outcomes: { addInterest: ['completed', { failed: locked }] },
      finally: {
        'done and failed accounts are all accounts': ({ closeStatus, result }) => {
          const { done, failed } = (result ?? { done: 0, failed: [] }) as { done: number; failed: unknown[] }
          return closeStatus !== 'COMPLETED' || done + failed.length === 2
        },
      },
    },
  )
  expect(complete).toBe(true)
})
