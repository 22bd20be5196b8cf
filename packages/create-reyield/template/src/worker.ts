import { createWorker, stopOnSignals } from '@reyield/worker'
import * as activities from './activities.ts'
import { connection } from './connection.ts'
import { order } from './workflows.ts'

// Runs workflows and activities. When there is more work, make two programs of it: one with `workflows`, one with `activities`.
const worker = createWorker({ ...connection, taskList: 'orders', workflows: [order], activities })

// For probes of a container: /health/live and /health/ready on this port.
const healthPort = process.env['HEALTH_PORT']
if (healthPort !== undefined) await worker.serveHealth({ port: Number(healthPort) })

// At SIGTERM or Ctrl-C, the worker stops when the work at hand is done, at the latest after `grace`. Amazon SWF may answer an open poll
// with a task for up to a minute, so give it as much of that as your containers allow.
await stopOnSignals(worker, { grace: '25s' })
