import { everyDeployment, run } from '@reyield/testing'
import { expect, it } from 'vitest'
import { startGuideSystem } from '../test/guide-system.ts'
import { invoice, shipping, shipping2, shippingBefore, shippingImpl } from './recording.ts'

const activities = shippingImpl

it('now, uuid, random and sideEffect are the same in every replay', async () => {
  const { result, calls } = await run(invoice, undefined, { activities })
  expect(result).toMatchObject({ asked: new Date('2026-01-01T00:00:00Z'), batch: 10 })
  expect(calls.map(({ input }) => input)).toEqual([{ payment: result!.payment, batch: 10 }])
})

it('a patch uses the new code where the history has not passed', async () => {
  const { result, calls } = await run(shipping, 'vase', { activities })
  expect([result, calls.map(({ name }) => name)]).toEqual(['vase shipped', ['weigh', 'ship']])
})

it('a patch can be deployed at any time: open executions continue', async () => {
  const all = await everyDeployment(shipping, 'vase', { activities, oldCode: shippingBefore })
  expect(all.map(({ result }) => result)).toEqual(all.map(() => 'vase shipped'))
})

it('a change without a patch cannot be deployed', async () => {
  const careless = { ...shipping2, version: '1.0', name: 'shipping' }
  await expect(
    everyDeployment(careless, 'vase', { activities, oldCode: shippingBefore }),
  ).rejects.toMatchObject({ code: 'DEPLOYMENT_INCOMPATIBLE' })
})

it('one worker serves several versions', async () => {
  await using system = await startGuideSystem([shippingBefore, shipping2], shippingImpl)
  expect(await system.resultOf(await system.client.start(shippingBefore, 'vase'))).toBe('vase shipped')
  expect(await system.resultOf(await system.client.start(shipping2, 'vase'))).toBe('5 kg: vase shipped')
})
