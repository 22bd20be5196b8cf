import { explore, failing, run, send, type Mocks } from '@reyield/testing'
import '@reyield/testing/vitest'
import { describe, expect, it } from 'vitest'
import type * as impl from './activities.ts'
import { monthsAfter, type Subscription } from './subscription.ts'
import { canceled, paused, resumed, subscription, subscriptionReport, upgraded } from './workflows.ts'

const ann: Subscription = { customer: 'ann', plan: 'basic' }
const declined = Object.assign(new Error('the card was declined'), { name: 'CardDeclinedError' })

/** A bank that accepts every card, and what it has charged. */
function bank() {
  const charged: string[] = []
  const activities = {
    charge: ({ id, cents }) => void charged.push(`${id}: ${cents}`),
    sendMail: () => undefined,
    countSubscriptions: () => 3,
  } satisfies Mocks<typeof impl>
  return { charged, activities }
}

it('charges for each month after a trial of 14 days, and each month is a run', async () => {
  const { charged, activities } = bank()
  const going = run(subscription, ann, { activities })
  await going.advance('13 days')
  expect([charged, going.inspect().status!.value]).toMatchObject([[], { state: 'trial', month: 0 }])
  await going.advance('63 days')
  expect(charged).toEqual(['ann 1: 900', 'ann 2: 900', 'ann 3: 900'])
  expect(going.inspect().runs).toHaveLength(4)
  going.signal(canceled)
  expect(await going).toComplete({ months: 3, reason: 'canceled' })
  expect(charged).toHaveLength(3)
})

it('takes upgrades, pauses and resumptions into account in the next month', async () => {
  const { charged, activities } = bank()
  const ran = await run(
    subscription,
    { ...ann, month: 1, since: new Date('2026-01-01') },
    {
      activities,
      signals: [
        send(upgraded, { plan: 'pro' }, { after: '10 days' }), // in January
        send(paused, undefined, { after: '40 days' }), // in February
        send(resumed, undefined, { after: '65 days' }), // in March
        send(canceled, undefined, { after: '100 days' }), // in April
      ],
    },
  )
  expect(ran).toComplete({ months: 4, reason: 'canceled' })
  expect(charged).toEqual(['ann 1: 900', 'ann 2: 2900', 'ann 4: 2900'])
})

describe('a card that is declined', () => {
  const month = { ...ann, month: 1, since: new Date('2026-01-01') }

  it('is charged again after three days, and after five more', async () => {
    const { charged, activities } = bank()
    const charge = failing(declined, { times: 2, then: activities.charge })
    const going = run(subscription, month, { activities: { ...activities, charge } })
    await going.advance('7 days')
    expect([charged, going.inspect().status!.value]).toMatchObject([[], { state: 'overdue' }])
    await going.advance('2 days')
    expect([charged, going.inspect().status!.value]).toMatchObject([['ann 1: 900'], { state: 'active' }])
  })

  it('suspends the subscription, which ends if it is not resumed in this month', async () => {
    const { activities } = bank()
    const ran = await run(subscription, month, { activities: { ...activities, charge: failing(declined) } })
    expect(ran).toComplete({ months: 0, reason: 'not paid' })
    expect([ran.calls.filter(({ name }) => name === 'charge').length, ran.now]).toEqual([
      3,
      new Date('2026-02-01'),
    ])
  })

  it('is charged again at once when the customer resumes', async () => {
    const { charged, activities } = bank()
    const charge = failing(declined, { times: 3, then: activities.charge })
    const going = run(subscription, month, { activities: { ...activities, charge } })
    await going.advance('9 days')
    expect(going.inspect().status!.value).toMatchObject({ state: 'suspended' })
    going.signal(resumed)
    await going.until(({ status }) => (status!.value as { state: string }).state === 'active')
    expect(charged).toEqual(['ann 1: 900'])
  })
})

it('charges a month at most once, whatever the bank and the customer do, and in whatever order', async () => {
  const month = { ...ann, month: 1, since: new Date('2026-01-01') }
  const { deviations, closeStatuses } = await explore(subscription, month, () => {
    const { charged, activities } = bank()
    return {
      activities,
      signals: [send(resumed), send(canceled)],
      outcomes: { charge: ['completed', { failed: declined }], sendMail: ['completed'] },
      cancelRequests: 0,
      scenarios: 50,
      samples: 5,
      always: { 'the month is charged at most once': () => charged.length <= 1 },
      finally: {
        'who is not charged is told so': ({ closeStatus, result }) =>
          closeStatus !== 'COMPLETED' || (result as { months: number }).months === charged.length,
      },
    }
  })
  expect([deviations, closeStatuses]).toEqual([2, { COMPLETED: 43, CONTINUED_AS_NEW: 7 }])
})

it('reports the number of subscriptions', async () => {
  const { activities } = bank()
  const ran = await run(subscriptionReport, { to: 'the boss' }, { activities })
  expect(ran.calls.at(-1)!.input).toEqual({ to: 'the boss', text: 'subscriptions on 2026-01-01: 3' })
})

it.each([
  ['2026-01-15', 1, '2026-02-15'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-01-31', 2, '2026-03-31'],
  ['2026-11-30', 3, '2027-02-28'],
])('counts months by the day of the first: %s and %d months are %s', (from, months, to) => {
  expect(monthsAfter(new Date(from), months)).toEqual(new Date(to))
})
