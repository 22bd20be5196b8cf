import { activityWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import * as activities from './activities.ts'

await runUntilSignal(activityWorker({ ...connection(), taskList: 'booking', activities }))
