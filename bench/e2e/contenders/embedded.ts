/** Reyield in one process: client, decider, activity worker, and the local SWF with its log in a file. */
import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { contend } from '../contender.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { ownVersion } from '../versions.ts'
import { domain, workerOptions, workflows } from './workflows.ts'

const folder = temporaryFolder()
const local = await createLocalSwf({ db: folder.file('swf.sqlite') })
const { swf } = local
await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
const worker = createWorker({ ...workerOptions, swf })
await worker.ready
const client = createClient({ swf, domain })

contend({
  version: ownVersion(),
  async run(workload) {
    const handle = await client.start(workflows[workload])
    return handle.result()
  },
  async close() {
    const stopping = worker.stop()
    await local.close()
    await stopping
    folder.remove()
  },
})
