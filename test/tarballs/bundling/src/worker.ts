import { awsSwf, retrying } from '@reyield/client'
import { createWorker, stopOnSignals } from '@reyield/worker'
import * as activities from './activities.ts'
import { order } from './workflows.ts'

const swf = retrying(awsSwf())
const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order], activities })
await stopOnSignals(worker, { grace: '25s' })
