import { json } from '@reyield/data'
import { activity, all, signal, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { run, send, waitingFor } from '../index.ts'

const charge = activity<{ id: string }, string>('charge', { startToClose: '5m' })
const approved = signal<string>('approved')
const order = workflow({ name: 'order', executionStartToClose: '7 days' }, function* (id: string) {
  const receipt = yield* charge({ id })
  return [receipt, yield* approved]
})
const activities = { charge: async ({ id }: { id: string }) => `receipt ${id}` }

it('a run has the workflow id, the start and the serializer of its options', async () => {
  const options = { workflowId: 'order-7', start: new Date('2031-05-05T00:00:00Z'), serializer: json }
  const { history, now } = await run(order, '7', {
    activities,
    signals: [send(approved, 'ann')],
    ...options,
  })
  const [started] = history.events
  expect([history.execution.workflowId, started!.eventTimestamp, now]).toEqual([
    'order-7',
    options.start,
    options.start,
  ])
  const inputs = history.events.flatMap(event => event.activityTaskScheduledEventAttributes?.input ?? [])
  expect(inputs).toEqual(['{"id":"7"}'])
})

it('a signal with `after` arrives at that time, whether or not the workflow waits for it', async () => {
  const sleepy = workflow({ name: 'sleepy', executionStartToClose: '7 days' }, function* () {
    yield* sleep('1h')
    const waiting = yield* approved.pending()
    yield* approved
    return waiting
  })
  const at = async (after: string) => {
    const ran = await run(sleepy, undefined, { signals: [send(approved, 'ann', { after })] })
    return [ran.result, ran.now]
  }
  expect([await at('30m'), await at('2h')]).toEqual([
    [1, new Date('2026-01-01T01:00:00Z')],
    [0, new Date('2026-01-01T02:00:00Z')],
  ])
})

it('inspect() returns the state of a run and continues nothing', async () => {
  const going = run(order, '7', { activities })
  await going.until(waitingFor(charge))
  const before = going.inspect()
  expect(before).toMatchObject({ decisions: [{ schedule: 'charge' }], closeStatus: undefined })
  expect(going.inspect()).toEqual(before)
  going.signal(approved, 'ann')
  expect((await going).result).toEqual(['receipt 7', 'ann'])
})

it('`oldCodeDecides` chooses the decision tasks that the older code decides', async () => {
  const version = (code: string) =>
    workflow({ name: 'steps', executionStartToClose: '7 days' }, function* () {
      for (let nth = 1; nth <= 4; nth++) yield* charge({ id: code })
    })
  const { calls } = await run(version('new'), undefined, {
    activities,
    oldCode: version('old'),
    oldCodeDecides: nth => nth === 2 || nth === 3,
  })
  expect(calls.map(({ input }) => (input as { id: string }).id)).toEqual(['new', 'old', 'old', 'new'])
})

it('timers that are due at the same time fire in the order in which they were started', async () => {
  const fired: string[] = []
  function* nap(name: string) {
    yield* sleep('1h')
    fired.push(name)
  }
  const naps = workflow({ name: 'naps', executionStartToClose: '1 day' }, function* () {
    yield* all([nap('a'), nap('b'), nap('c')])
  })
  await run(naps, undefined, { prefixes: 'none' })
  expect(fired).toEqual(['a', 'b', 'c'])
})
