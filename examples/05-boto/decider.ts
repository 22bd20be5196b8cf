import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { HelloWorkflow, ParallelWorkflow, SerialWorkflow } from './workflows.ts'

// boto registers the types, with defaults of its own
const place = { ...connection(), register: false }
await runUntilSignal(
  createWorker({ ...place, taskList: 'default', workflows: [HelloWorkflow] }),
  createWorker({ ...place, taskList: 'default_tasks', workflows: [SerialWorkflow] }),
  createWorker({ ...place, taskList: 'parallel', workflows: [ParallelWorkflow] }),
)
