import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { consoleLogger, createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import * as activities from '../src/activities.ts'
import { order } from '../src/workflows.ts'

it('a worker runs an order on a local SWF, with the real activities', { timeout: 30_000 }, async () => {
  const local = await createLocalSwf()
  const connection = { swf: local.swf, domain: 'shop' }
  const logger = consoleLogger({ level: 'warn' })
  const worker = createWorker({ ...connection, taskList: 'orders', workflows: [order], activities, logger })
  await worker.ready
  const handle = await createClient(connection).start(order, { id: '7', items: ['tea', 'milk'], total: 12 })
  expect(await handle.result()).toEqual({
    receipt: 'receipt 7 over 12',
    parcel: 'parcel 7 with tea and milk',
  })
  await worker.stop()
  await local.close()
})
