import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import * as activities from './activities.ts'
import { pipeline } from './pipeline.ts'

// as many activities at a time as it has threads: others wait at SWF, where another worker finds them
await runUntilSignal(
  createWorker({ ...connection(), pipeline, taskList: 'media', activities, concurrency: 2 }),
)
