import { awsSwf, retrying } from '@reyield/client'
import { createWorker, stopOnSignals } from '@reyield/worker'
import * as activities from './activities.ts'
import { order } from './workflow.ts'

const swf = retrying(awsSwf()) // Amazon SWF, or what AWS_ENDPOINT_URL_SWF names
const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order], activities })
await stopOnSignals(worker) // runs until SIGTERM or Ctrl-C, then ends the work at hand
