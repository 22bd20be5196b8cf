import { createClient, type Client } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { consoleLogger, createWorker, type Worker } from '@reyield/worker'
import type { AnyWorkflow } from '@reyield/workflow'
import { temporaryFolder } from '../../e2e/temporary-folder.ts'

const domain = 'bench'

/** The task list of all workflows that are measured. */
export const taskList = 'bench'

/** Workflows and activities that a worker of a measure runs. */
export interface Served {
  readonly workflows: readonly AnyWorkflow[]
  readonly activities: Readonly<Record<string, (input: never) => Promise<unknown>>>
}

/** Client, workers and local SWF in one process, the log in a file with synchronous commits. */
export interface Embedded {
  readonly client: Client
  readonly startWorker: () => Promise<Worker>
  readonly close: () => Promise<void>
}

/** Starts a local SWF. Its workers have the defaults, but for their concurrency. */
export async function embedded({ workflows, activities }: Served): Promise<Embedded> {
  const folder = temporaryFolder()
  const local = await createLocalSwf({ db: folder.file('swf.sqlite') })
  const { swf } = local
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  return {
    client: createClient({ swf, domain }),
    async startWorker() {
      const logger = consoleLogger({ level: 'error' })
      const worker = createWorker({ swf, domain, taskList, workflows, activities, concurrency: 100, logger })
      await worker.ready
      return worker
    },
    async close() {
      await local.close()
      folder.remove()
    },
  }
}
