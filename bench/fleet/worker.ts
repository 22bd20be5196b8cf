/** A worker of the fleet, for the endpoint that its argument names. It sends its counts when asked, and then begins to count again. */
import { awsSwf, retrying } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { workerOptions } from '../e2e/contenders/workflows.ts'
import { counted } from './counted.ts'

const counts = { calls: 0, refused: 0 }
const swf = retrying(counted(awsSwf({ endpoint: process.argv[2]! }), counts))
const { concurrency: _, ...options } = workerOptions
const worker = createWorker({ ...options, swf })
process.once('disconnect', () => process.exit())
process.on('message', () => {
  process.send!({ ...counts })
  Object.assign(counts, { calls: 0, refused: 0 })
})
await worker.ready
process.send!('ready')
