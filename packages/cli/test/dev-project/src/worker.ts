import { awsSwf, retrying } from '@reyield/client'
import { createWorker } from '@reyield/worker'
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
process.once('SIGTERM', () => void worker.stop({ grace: '5s' }))
await worker.stopped
