import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { operations, perTenant, tenant } from './interceptors.ts'

const impl = { charge: async (amount: number) => `${tenant()}: ${amount}` }
const { charge } = activities<typeof impl>({ startToClose: '1m' })
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1h' },
  async function* (amount: number) {
    return yield* charge(amount)
  },
)

it('activities know their tenant, and executions are tagged', async () => {
  const local = await createLocalSwf()
  const place = { swf: local.swf, domain: 'shop', interceptors: [operations, perTenant] }
  const worker = createWorker({ ...place, taskList: 'orders', workflows: [order], activities: impl })
  await worker.ready
  const handle = await createClient(place).start(order, 7, { workflowId: 'acme.order-7' })
  expect(await handle.result()).toBe('acme: 7')
  expect((await handle.describe()).executionInfo?.tagList).toEqual(['web'])
  await worker.stop()
  await local.close()
})
