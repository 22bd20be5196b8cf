import { decider } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { HelloWorkflow, ParallelWorkflow, SerialWorkflow } from './workflows.ts'

// boto registers the types, with defaults of its own
const place = { ...connection(), register: false }
await runUntilSignal(
  decider({ ...place, taskList: 'default', workflows: [HelloWorkflow] }),
  decider({ ...place, taskList: 'default_tasks', workflows: [SerialWorkflow] }),
  decider({ ...place, taskList: 'parallel', workflows: [ParallelWorkflow] }),
)
