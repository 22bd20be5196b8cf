import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { BookingWorkflow } from './workflows.ts'

await runUntilSignal(createWorker({ ...connection(), taskList: 'booking', workflows: [BookingWorkflow] }))
