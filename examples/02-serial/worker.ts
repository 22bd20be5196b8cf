import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ActivityA, ActivityB, ActivityC } from './activities.ts'

// Three task lists with one activity each. They could also be served by three processes on three machines.
await runUntilSignal(
  createWorker({ ...connection(), taskList: 'a_tasks', activities: { ActivityA } }),
  createWorker({ ...connection(), taskList: 'b_tasks', activities: { ActivityB } }),
  createWorker({ ...connection(), taskList: 'c_tasks', activities: { ActivityC } }),
)
