import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import * as activities from './activities.ts'

// one task at a time, so that several of these processes share the work
await runUntilSignal(createWorker({ ...connection(), taskList: 'parallel', activities, concurrency: 1 }))
