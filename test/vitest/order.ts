import { decide, explore, history, run, send } from '@reyield/testing'
import '@reyield/testing/vitest'
import { activities, signal, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'

interface Impl {
  charge(order: { id: string }): Promise<string>
}
const { charge } = activities<Impl>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const order = workflow(
  { name: 'order', executionStartToClose: '1 day' },
  async function* (input: { id: string }) {
    const { by } = yield* approved
    yield* sleep('1h')
    const receipt = yield* charge(input)
    return `${receipt} by ${by}`
  },
)
const options = { activities: { charge: async () => 'paid' }, signals: [send(approved, { by: 'ann' })] }

it('decides on a fake history', async () => {
  const first = await decide(order, history(order).started({ id: '7' }))
  expect(first).toBeWaitingFor(approved)
  const second = await decide(order, first.next.signaled(approved, { by: 'ann' }))
  expect(second).toStartTimer('1h')
  expect(second).not.toComplete()
  expect(second).not.toSchedule(charge)
})

it('runs', async () => {
  const ran = await run(order, { id: '7' }, options)
  expect(ran).toComplete('paid by ann')
  expect(ran).toSchedule(charge, { id: expect.any(String) as string })
  expect({ ran }).toEqual({ ran: expect.toComplete('paid by ann') as unknown })
  expect({ ran }).toEqual({ ran: expect.not.toComplete('paid by bob') as unknown })
  await expect(Promise.resolve({ ran })).resolves.toHaveProperty('ran')
  await expect(run(order, { id: '7' }, options)).resolves.not.toFail()
})

it('says what differs', async () => {
  const ran = await run(order, { id: '7' }, options)
  expect(() => expect(ran).toComplete('paid by bob')).toThrow(
    /^expected the workflow to complete with 'paid by bob'/,
  )
})

it('writes a snapshot', async () => {
  const first = await decide(order, history(order).started({ id: '7' }))
  expect(first).toMatchInlineSnapshot(`
    decides nothing
    waits for signal 'approved'
  `)
})

it('explores', async () => {
  const { scenarios } = await explore(order, { id: '7' }, { ...options, cancelRequests: 0 })
  expect(scenarios).toBeGreaterThan(1)
})
