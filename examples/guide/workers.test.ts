import { createClient, type Swf } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import type { Worker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { payment, startActivityWorker, startBoth, startDecider, startDeciderOfMany } from './workers.ts'

it.each<[string, (swf: Swf) => Worker[]]>([
  ['a decider and an activity worker', swf => [startDecider(swf), startActivityWorker(swf)]],
  ['a decider with a large cache', swf => [startDeciderOfMany(swf), startActivityWorker(swf)]],
  ['one worker with both', swf => [startBoth(swf)]],
])('%s run an execution to its end', async (_, start) => {
  const local = await createLocalSwf()
  const workers = start(local.swf)
  await Promise.all(workers.map(worker => worker.ready))
  const handle = await createClient({ swf: local.swf, domain: 'shop' }).start(payment, { id: '7' })
  expect(await handle.result()).toBe('receipt 7')
  await Promise.all(workers.map(worker => worker.stop()))
  await local.close()
})
