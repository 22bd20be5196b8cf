import { createClient } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { decide, history } from '@reyield/testing'
import { createWorker } from '@reyield/worker'
import { isReyieldError } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { purchase, released, serve } from './schemas.ts'

const tea = { id: '7', items: [{ name: 'tea', price: 3 }] }

it('valid values are accepted; a client rejects others with their path, without a request', async () => {
  const local = await createLocalSwf({ clock: testClock() })
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const { swf } = local
  const workers = [
    createWorker({ swf, domain: 'guide', taskList: 'guide', logger: silent, workflows: [purchase] }),
    serve(swf),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain: 'guide' })
  const free = { id: '8', items: [{ name: 'tea', price: 0 }] }
  try {
    await client.start(purchase, free)
  } catch (error) {
    if (!isReyieldError(error, 'INPUT_INVALID')) throw error
    expect(error.paths).toEqual(['$.items[0].price'])
  }
  const handle = await client.start(purchase, tea, { workflowId: 'purchase-7' })
  await expect(handle.signal(released, { by: 7 as never })).rejects.toThrow('its schema refuses $.by')
  await handle.signal(released, { by: 'Ada' })
  expect(await handle.result()).toEqual({ receipt: 'receipt 7', by: 'Ada' })
  expect((await client.count({ status: 'CLOSED' })).count).toBe(1)
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()
})

it('a start by another program fails before the workflow runs', async () => {
  const { decisions } = await decide(purchase, history(purchase).started({ id: 7 } as never))
  expect(decisions[1]).toMatchObject({ fail: { code: 'INPUT_INVALID' } })
})
