import { decider } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { ParallelWorkflow } from './workflows.ts'

await runUntilSignal(decider({ ...connection(), taskList: 'parallel', workflows: [ParallelWorkflow] }))
