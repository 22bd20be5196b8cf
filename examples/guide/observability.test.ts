import { createLocalSwf } from '@reyield/local'
import { expect, it } from 'vitest'
import { startMeasuredDecider, tracedClient } from './observability.ts'
import { payment, startActivityWorker } from './workers.ts'

it('a decider serves its metrics, and a traced client starts an execution', async () => {
  const local = await createLocalSwf()
  const { url } = await local.listen()
  const { worker, health } = await startMeasuredDecider(local.swf, 0)
  const activityWorker = startActivityWorker(local.swf)
  await Promise.all([worker.ready, activityWorker.ready])
  const handle = await tracedClient(url).start(payment, { id: '7' })
  expect(await handle.result()).toBe('receipt 7')
  const text = await (await fetch(`http://127.0.0.1:${health.port}/metrics`)).text()
  expect(text).toContain('reyield_execution_started_total{domain="shop",workflow_type="payment"} 1')
  await Promise.all([worker.stop(), activityWorker.stop()])
  await local.close()
})
