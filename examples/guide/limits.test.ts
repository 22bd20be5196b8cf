import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { album, startAlbumWorker } from './limits.ts'

it('a worker with limits runs an execution to its end', async () => {
  const local = await createLocalSwf()
  const place = { swf: local.swf, domain: 'shop' }
  const workers = [
    createWorker({ ...place, taskList: 'albums', workflows: [album] }),
    startAlbumWorker(local.swf),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const handle = await createClient(place).start(album, { order: '7', pictures: ['a', 'b', 'c'], to: 'Ada' })
  expect(await handle.result()).toBe('sent to Ada')
  await Promise.all(workers.map(worker => worker.stop()))
  await local.close()
})
