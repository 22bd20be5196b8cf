import { text } from '@reyield/data'
import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ActivityA, ActivityB, ActivityC, HelloWorld, Part } from './activities.ts'

// boto registers the types, with defaults of its own
const place = { ...connection(), serializer: text, register: false }
await runUntilSignal(
  createWorker({ ...place, taskList: 'default', activities: { HelloWorld } }),
  createWorker({ ...place, taskList: 'a_tasks', activities: { ActivityA } }),
  createWorker({ ...place, taskList: 'b_tasks', activities: { ActivityB } }),
  createWorker({ ...place, taskList: 'c_tasks', activities: { ActivityC } }),
  createWorker({ ...place, taskList: 'parallel', activities: { Part } }),
)
