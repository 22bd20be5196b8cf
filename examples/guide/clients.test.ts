import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { addToCart, beginCart, cart, orderCart } from './clients.ts'

it('a cart is begun once, filled over several runs, and ordered by its customer', async () => {
  const local = await createLocalSwf()
  const place = { swf: local.swf, domain: 'guide', taskList: 'guide' }
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const worker = createWorker({ ...place, logger, workflows: [cart] })
  await worker.ready
  const client = createClient(place)

  const first = await beginCart(client, 'ada')
  expect((await beginCart(client, 'ada')).runId).toBe(first.runId)
  for (const item of ['tea', 'milk', 'cups']) await addToCart(client, 'ada', item)
  expect(await orderCart(client, 'ada')).toEqual(['tea', 'milk', 'cups'])
  expect(await first.result()).toEqual(['tea', 'milk', 'cups'])

  await addToCart(client, 'bob', 'soap')
  expect(await orderCart(client, 'bob')).toEqual(['soap'])
  await worker.stop({ now: true })
  await local.close()
})
