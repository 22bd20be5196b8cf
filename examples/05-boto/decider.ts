import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { HelloWorkflow, ParallelWorkflow, SerialWorkflow } from './workflows.ts'

// boto registers the types, with its own defaults
const options = { ...connection(), register: false }
await runUntilSignal(
  createWorker({ ...options, taskList: 'default', workflows: [HelloWorkflow] }),
  createWorker({ ...options, taskList: 'default_tasks', workflows: [SerialWorkflow] }),
  createWorker({ ...options, taskList: 'parallel', workflows: [ParallelWorkflow] }),
)
