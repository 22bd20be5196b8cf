import { decider } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { BookingWorkflow } from './workflows.ts'

await runUntilSignal(decider({ ...connection(), taskList: 'booking', workflows: [BookingWorkflow] }))
