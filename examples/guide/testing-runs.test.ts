import {
  budget,
  everyCrash,
  everyDeployment,
  failing,
  hanging,
  run,
  send,
  waitingFor,
} from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import { careless, parcel, shop } from './parcel.ts'
import { approved, note, publish, review, reviewing } from './waiting.ts'

it('publishes after an approval', async () => {
  const signals = [send(approved, { by: 'ann' })]
  expect(await run(review, 'ann', { activities: reviewing, signals })).toComplete('published by ann')
})

it('sends a reminder on each of three days, then gives up if nobody has approved', async () => {
  const ran = await run(review, 'ann', { activities: reviewing }) // takes milliseconds
  expect(ran).toComplete('not published')
  expect(ran.calls.map(({ input }) => input)).toEqual([
    { who: 'ann', nth: 1 },
    { who: 'ann', nth: 2 },
    { who: 'ann', nth: 3 },
  ])
  expect(ran.now).toEqual(new Date('2026-01-05T00:00:00Z'))
})

it('publishes the notes that were sent before the approval', async () => {
  const going = run(review, 'ann', { activities: reviewing })
  await going.until(waitingFor(approved))
  going.signal(note, 'shorter')
  const { status } = await going.advance('1 day')
  expect(status).toEqual({ value: { waitingFor: 'ann', reminders: 1 } })
  going.signal(approved, { by: 'bob' })
  expect(await going).toSchedule(publish, { by: 'bob', notes: ['shorter'] })
})

it('fails if the bank never answers, and repeats a refund until it succeeds', async () => {
  const unanswered = await run(parcel, '7', { activities: { ...shop, charge: hanging() } })
  expect(unanswered).toFail('ActivityTimedOutError')
  const busy = failing(new Error('busy'), { times: 2, then: (order: string) => shop.refund(order) })
  const refunded = await run(parcel, '7', {
    activities: { ...shop, ship: failing(new Error('lost')), refund: busy },
  })
  expect(refunded.calls.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'charge completed',
    'ship failed',
    'refund failed',
    'refund failed',
    'refund completed',
  ])
})

it('delivers the parcel or refunds it, whichever process crashes', async () => {
  const crashes = await everyCrash(
    parcel,
    '7',
    { activities: shop },
    ({ run }) => run.result === 'parcel 7' || run.calls.some(({ name }) => name === 'refund'),
  )
  expect(crashes.map(({ point }) => point)).toContain('a worker has done the work of an activity')
})

it('tolerates lost requests and responses', async () => {
  const faults = {
    seed: 7,
    lostRequests: 0.2,
    lostResponses: 0.2,
    actions: ['PollForDecisionTask', 'RespondDecisionTaskCompleted'],
  }
  expect(await run(review, 'ann', { activities: reviewing, faults })).toComplete('not published')
})

it('finds a change that open executions cannot continue with', async () => {
  const deployment = everyDeployment(parcel, '7', { activities: shop, oldCode: careless })
  await expect(deployment).rejects.toThrow(
    /The new code fails if the older code decides the first decision task/,
  )
})

it('a reminder costs 11 events', async () => {
  const { events, loop } = budget(await run(review, 'ann', { activities: reviewing }), { loop: 'timer' })
  expect([events, loop.eventsEach]).toEqual([43, 11])
})
