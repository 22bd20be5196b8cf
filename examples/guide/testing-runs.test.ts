import {
  budget,
  everyCrash,
  everyDeployment,
  failing,
  hanging,
  historyLines,
  mock,
  run,
  waitingFor,
} from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import { careless, charge, parcel, refund, ship, shop } from './parcel.ts'
import { approved, note, publish, review, reviewing } from './waiting.ts'

it('publishes the notes that were sent before the approval', async () => {
  const going = run(review, 'ann', { activities: reviewing })
  await going.until(waitingFor(approved))
  going.signal(note, 'shorter')
  const { status } = await going.advance('1 day')
  expect(status).toEqual({ value: { waitingFor: 'ann', reminders: 1 } })
  going.signal(approved, { by: 'bob' })
  expect(await going).toSchedule(publish, { by: 'bob', notes: ['shorter'] })
})

it('refunds at the third attempt if the parcel is lost', async () => {
  const activities = [
    mock(charge, async order => `receipt ${order}`),
    mock(ship, failing(new Error('lost'))),
    mock(refund, async (_, { attempt, sleep }) => {
      await sleep('2m') // simulated time
      if (attempt < 3) throw new Error('busy')
    }),
  ]
  const { calls } = await run(parcel, '7', { activities })
  expect(calls.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'charge completed',
    'ship failed',
    'refund failed',
    'refund failed',
    'refund completed',
  ])
})

it('fails if the bank never answers', async () => {
  const ran = await run(parcel, '7', { activities: { ...shop, charge: hanging() } })
  expect(ran).toFail('ActivityTimedOutError')
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

it('charges the customer and ships the parcel', async () => {
  const ran = await run(parcel, '7', { activities: shop })
  expect(historyLines(ran)).toEqual([
    "parcel started with '7'",
    "  schedule charge('7')",
    "charge('7') completed: 'receipt 7'",
    "  schedule ship('7')",
    "ship('7') completed: 'parcel 7'",
    "  complete with 'parcel 7'",
  ])
})
