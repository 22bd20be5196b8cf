import { text } from '@reyield/data'
import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ActivityA, ActivityB, ActivityC, HelloWorld, Part } from './activities.ts'

// boto registers the types, with its own defaults
const options = { ...connection(), serializer: text, register: false }
await runUntilSignal(
  createWorker({ ...options, taskList: 'default', activities: { HelloWorld } }),
  createWorker({ ...options, taskList: 'a_tasks', activities: { ActivityA } }),
  createWorker({ ...options, taskList: 'b_tasks', activities: { ActivityB } }),
  createWorker({ ...options, taskList: 'c_tasks', activities: { ActivityC } }),
  createWorker({ ...options, taskList: 'parallel', activities: { Part } }),
)
