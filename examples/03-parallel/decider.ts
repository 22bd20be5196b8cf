import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ParallelWorkflow } from './workflows.ts'

await runUntilSignal(createWorker({ ...connection(), taskList: 'parallel', workflows: [ParallelWorkflow] }))
