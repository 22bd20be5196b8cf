import { createClient, register } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { expect, it } from 'vitest'
import { runActivityWorker, runBoth } from './operating.ts'
import { payment } from './workers.ts'

it('the programs run executions, and at SIGTERM they end in order', async () => {
  const local = await createLocalSwf()
  const { swf } = local
  await register(swf, { domain: 'shop', workflows: [payment] })
  const before = process.listenerCount('SIGTERM')
  const done: string[] = []
  const database = {
    charge: async (id: string) => `receipt ${id}`,
    end: async () => void done.push('the database is closed'),
  }
  const programs = [runActivityWorker(swf, database, 0), runBoth(swf, database)]
  const handle = await createClient({ swf, domain: 'shop' }).start(payment, { id: '7' })
  expect(await handle.result()).toBe('receipt 7')

  const handlers = process.listeners('SIGTERM').slice(before)
  for (const handler of handlers) handler('SIGTERM') // not those of the process of the tests
  await Promise.all(programs)
  expect(done).toEqual(['the database is closed'])
  expect([handlers.length, process.listenerCount('SIGTERM')]).toEqual([2, before])
  await local.close()
})
