import { everyDeployment, run } from '@reyield/testing'
import { expect, it } from 'vitest'
import { guideWorld } from '../test/guide-system.ts'
import { invoice, shipping, shipping2, shippingBefore, shippingImpl } from './recording.ts'

const activities = shippingImpl

it('now, uuid, random and sideEffect are the same in every replay', async () => {
  const { result, calls } = await run(invoice, undefined, { activities })
  expect(result).toMatchObject({ asked: new Date('2026-01-01T00:00:00Z'), batch: 10 })
  expect(calls.map(({ input }) => input)).toEqual([{ payment: result!.payment, batch: 10 }])
})

it('a patch goes the new way where history has not passed', async () => {
  const { result, calls } = await run(shipping, 'vase', { activities })
  expect([result, calls.map(({ name }) => name)]).toEqual(['vase shipped', ['weigh', 'ship']])
})

it('a patch is deployed at any moment: open executions go on', async () => {
  const all = await everyDeployment(shipping, 'vase', { activities, oldCode: shippingBefore })
  expect(all.map(({ result }) => result)).toEqual(all.map(() => 'vase shipped'))
})

it('a change without a patch is not', async () => {
  const careless = { ...shipping2, version: '1.0', name: 'shipping' }
  await expect(
    everyDeployment(careless, 'vase', { activities, oldCode: shippingBefore }),
  ).rejects.toMatchObject({ code: 'DEPLOYMENT_INCOMPATIBLE' })
})

it('one worker serves several versions', async () => {
  await using options = await guideWorld([shippingBefore, shipping2], shippingImpl)
  expect(await options.ended(await options.client.start(shippingBefore, 'vase'))).toBe('vase shipped')
  expect(await options.ended(await options.client.start(shipping2, 'vase'))).toBe('5 kg: vase shipped')
})
