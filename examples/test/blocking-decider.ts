import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { workflow } from '@reyield/workflow'

/** Runs a workflow that never reaches its first operation, with a watchdog. Arguments: database, folder of the watchdog. */
const [db, folder] = process.argv.slice(2) as [string, string]

const spin = workflow(
  { name: 'spin', taskList: 'spin', executionStartToClose: '1h', taskStartToClose: '1s' },
  async function* () {
    for (;;);
  },
)

const local = await createLocalSwf({ db })
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const worker = createWorker({
  swf: local.swf,
  domain: 'spin',
  taskList: 'spin',
  workflows: [spin],
  logger: silent,
  watchdog: { blockedAfter: '500ms', folder },
  onError(error) {
    console.log((error as { code?: string }).code)
    process.exit(0)
  },
})
await worker.ready
await createClient({ swf: local.swf, domain: 'spin' })
  .start(spin, undefined, { workflowId: 'spin' })
  .catch(() => undefined) // in the second process, the execution is already open
await worker.stopped
