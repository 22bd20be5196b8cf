import { awsSwf, retrying } from '@reyield/client'
import { createWorker, stopOnSignals } from '@reyield/worker'
import * as activities from './activities.js'
import * as workflows from './workflows.js'

const { SWF_ENDPOINT, SWF_DOMAIN = 'shop' } = process.env
const worker = createWorker({
  swf: retrying(awsSwf(SWF_ENDPOINT === undefined ? {} : { endpoint: SWF_ENDPOINT })),
  domain: SWF_DOMAIN,
  taskList: 'orders',
  workflows: Object.values(workflows),
  activities,
})
await stopOnSignals(worker)
