import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { awsSwf, retrying } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { impl, order, parcel, pipelineOf, type KeyId } from './program.ts'

/** A worker in a process of its own, which the test kills. Arguments: the endpoint, the folder of payloads, the id of the current key. */
const [endpoint, folder, current] = process.argv.slice(2) as [string, string, KeyId]
const worker = createWorker({
  swf: retrying(awsSwf({ endpoint })),
  domain: 'shop',
  taskList: 'orders',
  workflows: [order, parcel],
  activities: impl,
  pipeline: pipelineOf(folder, current),
  cache: { stickyTimeout: '1s', maxExecutions: 20 }, // what is lost to other workers would fill it slowly
})
await worker.ready
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void
process.on('message', () => {
  gc()
  process.send!({ heap: process.memoryUsage().heapUsed })
})
process.once('disconnect', () => process.exit())
process.send!('ready')
