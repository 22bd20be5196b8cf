import { createWorker } from '@reyield/worker'
import * as activities from './activities.ts'
import { connection, isLocal } from './connection.ts'
import { order } from './workflows.ts'

// Runs workflows and activities. When there is more work, make two programs of it: one with `workflows`, one with `activities`.
const worker = createWorker({ ...connection, taskList: 'orders', workflows: [order], activities })

// For probes of a container: /health/live and /health/ready on this port.
const healthPort = process.env['HEALTH_PORT']
if (healthPort !== undefined) await worker.serveHealth({ port: Number(healthPort) })

// Ends the process when the work at hand is done, at the latest after `grace`. Amazon SWF may answer an open poll with a task for up
// to a minute, so there the worker waits as long as a container may.
const grace = isLocal ? '1s' : '25s'
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void worker.stop({ grace }))
}
await worker.stopped
