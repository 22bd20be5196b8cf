import { text } from '@reyield/data'
import { activityWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ActivityA, ActivityB, ActivityC, HelloWorld, Part } from './activities.ts'

// boto registers the types, with defaults of its own
const place = { ...connection(), serializer: text, register: false }
await runUntilSignal(
  activityWorker({ ...place, taskList: 'default', activities: { HelloWorld } }),
  activityWorker({ ...place, taskList: 'a_tasks', activities: { ActivityA } }),
  activityWorker({ ...place, taskList: 'b_tasks', activities: { ActivityB } }),
  activityWorker({ ...place, taskList: 'c_tasks', activities: { ActivityC } }),
  activityWorker({ ...place, taskList: 'parallel', activities: { Part } }),
)
