import { activityWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ActivityA, ActivityB, ActivityC } from './activities.ts'

// Three lists, one activity each; they could as well be three processes on three machines.
await runUntilSignal(
  activityWorker({ ...connection(), taskList: 'a_tasks', activities: { ActivityA } }),
  activityWorker({ ...connection(), taskList: 'b_tasks', activities: { ActivityB } }),
  activityWorker({ ...connection(), taskList: 'c_tasks', activities: { ActivityC } }),
)
