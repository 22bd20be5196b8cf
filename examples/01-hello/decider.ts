import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { HelloWorkflow } from './workflows.ts'

await runUntilSignal(createWorker({ ...connection(), taskList: 'default', workflows: [HelloWorkflow] }))
