import { createLocalSwf } from '@reyield/local'
import { it } from 'vitest'
import { startDecider } from './logging.ts'

it('a decider starts and stops with a pino logger', async () => {
  const local = await createLocalSwf()
  const worker = startDecider(local.swf)
  await worker.ready
  await worker.stop()
  await local.close()
})
