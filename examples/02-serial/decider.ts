import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { SerialWorkflow } from './workflows.ts'

await runUntilSignal(
  createWorker({ ...connection(), taskList: 'default_tasks', workflows: [SerialWorkflow] }),
)
